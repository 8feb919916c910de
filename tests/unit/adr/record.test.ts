import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAdr } from "@/lib/adr/record";

const PATH = "docs/adr/0002-cache.md";
const front = (...lines: string[]) => readAdr(PATH, ["---", ...lines, "---", "# Cache"].join("\n"));

const COMPLETE = `---
status: accepted
date: 2026-11-20
decision-makers: [Platform architect, Cache owner]
confidence: medium
review: { due: 2027-02-15, every: P3M, owner: Cache owner }
decisions:
  d1:
    title: Cache-aside
    status: accepted
targets:
  t1:
    decision: d1
    slo: latency
    statement: 95 % within 200 ms
    sli: latency
    threshold: 200ms
    objective: 0.95
    window: 28d
triggers:
  r1:
    target: t1
    when: budget-exhausted
    periods: 2
---

# Cache
`;

describe("what a record says", () => {
  test("is read from MADR 4 with structured front matter", () => {
    expect(readAdr(PATH, COMPLETE)).toMatchObject({
      number: "0002",
      title: "Cache",
      status: "accepted",
      statusWhere: "front matter",
      date: "2026-11-20",
      decisionMakers: ["Platform architect", "Cache owner"],
      confidence: "medium",
      review: { due: "2027-02-15", every: "P3M", owner: "Cache owner" },
      decisions: [{ id: "d1", title: "Cache-aside", status: "accepted" }],
      targets: [
        {
          id: "t1",
          decision: "d1",
          slo: "latency",
          statement: "95 % within 200 ms",
          sli: "latency",
          threshold: 0.2,
          objective: 0.95,
          window: "28d",
        },
      ],
      triggers: [{ id: "r1", target: "t1", when: "budget-exhausted", periods: 2 }],
      body: "\n# Cache\n",
      bodyLine: 26,
      problems: [],
    });
  });

  test("may stand in lists whose items say their id", () => {
    const record = front(
      "decisions:",
      "- id: d1",
      "  title: Cache",
      "targets:",
      "- {id: t1, decision: d1, slo: hits, objective: 0.9, window: 4w}",
    );
    expect(record.problems).toEqual([]);
    expect(record.targets).toMatchObject([{ id: "t1", decision: "d1", objective: 0.9, window: "4w" }]);
  });

  test("in plain MADR 2 bullets is read from the lines", () => {
    const record = readAdr(
      "adr/use-redis.md",
      "# ADR-0012: Use *Redis*\n\n* Status: accepted\n* Deciders: SRE, Platform architect\n* Date: 2020-01-31\n",
    );
    expect(record).toMatchObject({
      number: "0012",
      title: "Use Redis",
      status: "accepted",
      date: "2020-01-31",
      problems: [],
    });
    expect(record.decisionMakers).toEqual(["SRE", "Platform architect"]);
  });

  test.each([
    ["# 12. Use Redis", "Use Redis"],
    ["# 0012 Use Redis #", "Use Redis"],
    ["# 3 ways to cache", "3 ways to cache"],
    ["# 1.5 MB is the limit", "1.5 MB is the limit"],
    ["Use [Redis](https://redis.io)\n===", "Use Redis"],
    ["```\n# a comment\n```\n# Use Redis", "Use Redis"],
    ["no heading", "cache"],
  ])("%j has the title %j", (text, title) => expect(readAdr(PATH, text).title).toBe(title));

  test("is the same with Windows line ends", () => {
    expect(readAdr(PATH, COMPLETE.replaceAll("\n", "\r\n"))).toEqual(readAdr(PATH, COMPLETE));
  });

  test("keeps an octal-looking number as it is written", () => {
    expect(front("id: 0010").number).toBe("0002");
  });
});

describe("what cannot be read is a problem with its line", () => {
  const target = (...lines: string[]) =>
    front(
      "decisions: {d1: {title: A}}",
      "targets:",
      "  t1:",
      "    decision: d1",
      "    slo: s",
      ...lines.map((line) => `    ${line}`),
    );

  test.each([
    ["an objective of 1", target("objective: 1", "window: 28d"), /objective “1”.*between 0 and 1/, 7],
    ["an objective of 0", target("objective: 0", "window: 28d"), /objective “0”/, 7],
    ["an objective in percent", target("objective: 95", "window: 28d"), /objective “95”/, 7],
    ["no objective", target("window: 28d"), /has no objective/, 4],
    ["an unknown window", target("objective: 0.9", "window: fortnight"), /window “fortnight”/, 8],
    ["a threshold without a unit", target("objective: 0.9", "window: 28d", "threshold: 200"), /threshold “200”/, 9],
    ["an unknown SLI", target("objective: 0.9", "window: 28d", "sli: mood"), /SLI “mood”/, 9],
    [
      "an unknown decision",
      front(
        "decisions: {d1: {title: A}}",
        "targets:",
        "  t1:",
        "    decision: d9",
        "    slo: s",
        "    objective: 0.9",
        "    window: 7d",
      ),
      /decision “d9”, which this record does not have/,
      5,
    ],
    [
      "a target without an SLO",
      front("decisions: {d1: {title: A}}", "targets:", "  t1: {decision: d1}"),
      /names no SLO/,
      4,
    ],
    ["an id that is no anchor", front("decisions:", '  "d 1": {title: A}'), /no usable id/, 3],
    ["a decision that is a word", front("decisions:", "  d1: yes"), /not a map/, 3],
    ["decisions that are a word", front("decisions: many"), /neither a map/, 2],
    [
      "the same decision twice in a list",
      front("decisions:", "- {id: d1, title: A}", "- {id: D1, title: B}"),
      /“D1” is defined twice/,
      4,
    ],
    ["the same key twice", front("decisions:", "  d1: {title: A}", "  d1: {title: B}"), /written twice/, 4],
    [
      "a trigger for an unknown target",
      front("decisions: {d1: {title: A}}", "triggers:", "  r1: {target: t9, when: budget-exhausted}"),
      /target “t9”/,
      4,
    ],
    [
      "triggers without decisions",
      front(
        "status: accepted",
        "triggers:",
        "  r1: {when: date, date: 2027-01-15}",
        "  r2: {when: date, date: 2027-02-15}",
      ),
      /^Triggers need decisions: /,
      3,
    ],
    ["an unknown review period", front("review:", "  every: quarterly"), /every “quarterly”/, 3],
    ["a day that no calendar has", front("date: 2020-01-45"), /“2020-01-45” is not a day/, 2],
    ["a day that February has not", front("date: 2026-02-30"), /“2026-02-30” is not a day/, 2],
    ["a date that can be read in two ways", front("date: 10/04/18"), /“10\/04\/18” can be read in two ways/, 2],
    ["a date without its day", front("date: May 2025"), /“May 2025” is not a day/, 2],
    ["a value that is not YAML", front("status: superseded by: X"), /Not valid YAML/, 2],
    ["front matter without an end", readAdr(PATH, "---\nstatus: accepted\n\n# A"), /no closing line/, 1],
  ])("%s", (_, record, message, line) => {
    expect(record.problems).toHaveLength(1);
    expect(record.problems[0]).toEqual({ message: expect.stringMatching(message), line });
  });

  test("and the rest of the front matter is still read", () => {
    const record = front("deciders: @sre", "status: superseded by: X", "decisions:", "  d1: {title: A}");
    expect(record).toMatchObject({
      status: "superseded",
      decisionMakers: ["@sre"],
      decisions: [{ id: "d1", title: "A" }],
    });
    expect(record.problems.map(({ line }) => line)).toEqual([2, 3]);
  });

  test("a wrong value leaves the other values of its target", () => {
    expect(target("objective: 2", "window: 28d", "threshold: 0.2s").targets).toMatchObject([
      { objective: null, window: "28d", threshold: 0.2 },
    ]);
  });
});

describe("a hostile file", () => {
  test("of 10 MB is refused, not read", () => {
    const record = readAdr(PATH, `# A\n${"*a_ ".repeat(2_500_000)}`);
    expect(record).toMatchObject({ title: "cache", status: "not stated", body: "" });
    expect(record.problems).toEqual([{ message: "The file is larger than 256 KiB and was not read.", line: null }]);
  });

  test("with an alias bomb leaves a problem and costs nothing", () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(", ")}]`,
    );
    const record = front("status: accepted", "l0: &l0 [x]", ...levels);
    expect(record.status).toBe("accepted");
    expect(record.problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(record).length).toBeLessThan(10_000);
  });

  test.each([
    ["brackets", "a: ".concat("[".repeat(30_000))],
    ["maps in maps", "a: ".repeat(20_000)],
    ["lists in lists", "- ".repeat(30_000)],
    ["indentation", Array.from({ length: 340 }, (_, n) => `${" ".repeat(n)}a:`).join("\n")],
  ])("nested by %s is refused before the parser recurses", (_, yaml) => {
    expect(front(yaml).problems).toEqual([
      { message: "The front matter is nested too deeply and was not read.", line: 1 },
    ]);
  });

  test("with more than 64 KiB of front matter is refused, and its text still read", () => {
    const record = readAdr(PATH, `---\nx: ${"y".repeat(70_000)}\n---\n# A\n\nStatus: draft`);
    expect(record).toMatchObject({ title: "A", status: "draft" });
    expect(record.problems[0]?.message).toMatch(/64 KiB/);
  });

  test("cannot reach the prototype of anything", () => {
    const record = front("__proto__: {status: hacked}", "triggers:", "  r1: {when: date, __proto__: {polluted: true}}");
    expect(record.status).toBe("not stated");
    expect({}).not.toHaveProperty("polluted");
  });

  test("of any kind is read without an error, into plain JSON", () => {
    const word = fc.constantFrom(
      "---",
      "status:",
      "targets:",
      "decisions:",
      "  d1:",
      "    title: A",
      "- id: d1",
      "{",
      "[",
      "| a | b |",
      "|-|-|",
      "# A",
      "## Status",
      "```",
      "<!--",
      "-->",
      "&a",
      "*a",
      "\t",
      "\r",
      "\uFEFF",
      ": ",
      '"',
      "accepted",
    );
    const text = fc
      .array(fc.oneof(word, fc.string({ maxLength: 12 })), { maxLength: 40 })
      .map((parts) => parts.join("\n"));
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((inner) => `---\n${inner}\n---\n`),
        ),
        (content) => {
          const record = readAdr(PATH, content);
          expect(record.body.length).toBeLessThanOrEqual(content.length);
          expect(JSON.parse(JSON.stringify(record))).toEqual(record);
        },
      ),
    );
  });
});
