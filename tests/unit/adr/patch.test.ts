import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withDue, withStatus } from "@/lib/adr/front-matter-edit";
import { readAdr } from "@/lib/adr/record";
import { isRecordFile } from "@/lib/adr/record-name";
import { successorDraft, successorPath } from "@/lib/adr/successor";
import { patchOf } from "@/lib/adr/unified-diff";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "plumbline-patch-"));
  execFileSync("git", ["init", "-q", root]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What git makes of a patch, on a file as it stands. */
function applied(path: string, before: string | null, patch: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  if (before !== null) writeFileSync(file, before);
  execFileSync("git", ["-C", root, "apply", "--whitespace=nowarn", "-"], { input: patch });
  return readFileSync(file, "utf8");
}

describe("a unified diff", () => {
  test("is taken by git, whatever was changed", { timeout: 60_000 }, () => {
    const line = fc.constantFrom("a", "b", "status: accepted", "", "  due: 2027-01-01", "- x", "+ y", "tab\t", "ü");
    const text = fc
      .tuple(fc.array(line, { minLength: 1, maxLength: 30 }), fc.constantFrom("\n", ""))
      .map(([lines, end]) => `${lines.join("\n")}${end}`)
      .filter((given) => given !== "");
    fc.assert(
      fc.property(text, text, (before, after) => {
        const patch = patchOf("docs/adr/0001-a.md", before, after);
        if (before === after) expect(patch).toBe("");
        else expect(applied("docs/adr/0001-a.md", before, patch)).toBe(after);
      }),
      { numRuns: 60 },
    );
  });

  test("counts on from what the hunks above have added", () => {
    const before = Array.from({ length: 30 }, (_, i) => `line ${i + 1}\n`).join("");
    const after = before.replace("line 2\n", "line 2\nnew\n").replace("line 25\n", "");
    const heads = patchOf("a.md", before, after).match(/^@@.*$/gm);
    expect(heads).toEqual(["@@ -1,5 +1,6 @@", "@@ -22,7 +23,6 @@"]);
  });

  test("makes a file that was not there, and takes a name with spaces", () => {
    const patch = patchOf("docs/adr/0002 b.md", null, "# B\n\ntext");
    expect(applied("docs/adr/0002 b.md", null, patch)).toBe("# B\n\ntext");
    expect(applied("docs/a b.md", "x\n", patchOf("docs/a b.md", "x\n", "y\n"))).toBe("y\n");
  });
});

const own = readdirSync("docs/adr")
  .map((name) => `docs/adr/${name}`)
  .filter(isRecordFile)
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

const FORMS: [string, string, string][] = [
  ["a block", "---\nreview:\n  due: 2027-02-22 # soon\n  every: P3M\n---\n# A\n", "  due: 2027-05-01 # soon"],
  ["quotes", "---\nreview:\n  due: '2027-02-22'\n---\n# A\n", "  due: 2027-05-01"],
  ["a flow map", "---\nreview: { due: 2027-02-22, every: P3M }\n---\n# A\n", "review: { due: 2027-05-01, every: P3M }"],
  ["a flow map without a date", "---\nreview: { every: P3M }\n---\n# A\n", "review: { every: P3M, due: 2027-05-01 }"],
  ["a block without a date", "---\nreview:\n  every: P3M\nid: x\n---\n# A\n", "  due: 2027-05-01"],
  ["a date that is empty", "---\nreview:\n  due:\n  every: P3M\n---\n# A\n", "  due: 2027-05-01"],
  ["no review", "---\nstatus: accepted\n---\n# A\n", "review:\n  due: 2027-05-01"],
  ["no front matter", "# A\n\nStatus: accepted\n", "---\nreview:\n  due: 2027-05-01\n---\n\n# A"],
];

describe("the date of the next review", () => {
  test.each(FORMS)("is set in %s, and nothing else is touched", (_, text, expected) => {
    const after = withDue("docs/adr/0001-a.md", text, "2027-05-01");
    expect(after).toContain(expected);
    expect(readAdr("docs/adr/0001-a.md", after ?? "")).toMatchObject({ review: { due: "2027-05-01" }, problems: [] });
    expect(applied("docs/adr/0001-a.md", text, patchOf("docs/adr/0001-a.md", text, after ?? ""))).toBe(after);
  });

  test("is set in a file with a byte order mark and Windows line ends", () => {
    const text = "\uFEFF---\r\nreview:\r\n  due: 2027-02-22\r\nid: x\r\n---\r\n# A\r\n";
    expect(withDue("docs/adr/0001-a.md", text, "2027-05-01")).toBe(text.replace("2027-02-22", "2027-05-01"));
  });

  test("is left alone where the front matter cannot be read", () => {
    expect(withDue("docs/adr/0001-a.md", "---\nreview: [\n---\n# A\n", "2027-05-01")).toBeNull();
    expect(withDue("docs/adr/0001-a.md", "---\nreview: soon\n---\n# A\n", "2027-05-01")).toBeNull();
  });

  test("is one changed line in every record of this project", () => {
    for (const { path, text } of own) {
      const patch = patchOf(path, text, withDue(path, text, "2031-01-01") ?? "");
      expect(patch.match(/^[-+](?![-+])/gm)).toEqual(["-", "+"]);
      expect(readAdr(path, applied(path, text, patch)).review?.due).toBe("2031-01-01");
    }
  });
});

describe("a decision that is superseded", () => {
  test("is linked both ways, in every record of this project", () => {
    const records = own.map(({ path, text }) => readAdr(path, text));
    for (const { path, text } of own) {
      const record = readAdr(path, text);
      const alive = record.decisions.filter(({ status }) => status === "accepted");
      const [decision] = alive;
      if (!decision) continue;
      const next = successorPath(records, path, "A better way: 2×");
      expect(next).toMatch(/^docs\/adr\/00\d\d-a-better-way-2\.md$/);
      const after = withStatus(path, text, decision.id, {
        status: `superseded by ${next}#d1`,
        successor: `${next}#d1`,
        wholeRecord: alive.length === 1,
      });
      const draft = successorDraft(record, decision.id, {
        path: next,
        title: "A better way: 2×",
        day: "2026-11-25",
        reason: "It has grown: # twice.",
        names: ["Platform architect", "@sre"],
        quarter: "2026 Q4",
        due: "2027-02-25",
        evidence: ["95 % attained"],
      });
      const old = readAdr(path, applied(path, text, patchOf(path, text, after ?? "")));
      expect(old.problems).toEqual([]);
      expect(old.decisions.find(({ id }) => id === decision.id)?.status).toBe("superseded");
      expect(old.status).toBe(alive.length === 1 ? "superseded" : record.status);
      expect(after).toContain(`${next}#d1`);
      const made = readAdr(next, applied(next, null, patchOf(next, null, draft)));
      expect(made).toMatchObject({
        problems: [],
        status: "proposed",
        title: "A better way: 2×",
        decisionMakers: ["Platform architect", "@sre"],
        decisions: [{ id: "d1", status: "proposed" }],
        review: { due: "2027-02-25" },
      });
      expect(draft).toContain(`- ${path}#${decision.id}`);
      expect(made.targets.map(({ slo, objective, threshold, window }) => [slo, objective, threshold, window])).toEqual(
        record.targets
          .filter((target) => target.decision === decision.id)
          .map(({ slo, objective, threshold, window }) => [slo, objective, threshold, window]),
      );
    }
  });

  test("is added to those that follow already, in a block and in a flow list", () => {
    const change = { status: "superseded by b.md#d1", successor: "b.md#d1", wholeRecord: true };
    const block =
      "---\nstatus: accepted\nsuperseded-by:\n  - a.md#d1\ndecisions:\n  d1:\n    title: A\n    status: accepted\n---\n# A\n";
    expect(withStatus("x.md", block, "d1", change)).toContain("superseded-by:\n  - a.md#d1\n  - b.md#d1\n");
    const flow =
      "---\nstatus: accepted\nsuperseded-by: [a.md#d1]\ndecisions: { d1: { title: A, status: accepted } }\n---\n# A\n";
    expect(withStatus("x.md", flow, "d1", change)).toContain("superseded-by: [a.md#d1, b.md#d1]");
  });

  test("is not touched where the record names no decisions", () => {
    const change = { status: "retired", successor: null, wholeRecord: true };
    expect(withStatus("x.md", "# A\n\n## Status\n\nAccepted\n", "d1", change)).toBeNull();
  });
});
