import { describe, expect, test } from "vitest";
import { quoted } from "@/bench/caching/quote";
import { exampleRow, exampleRun } from "./example-run";

const runs = new Map(
  [
    exampleRun("c-20261125-0900", [exampleRow({}, { p95Ms: 99 })]),
    exampleRun("c-20261126-0131", [
      exampleRow({}, { p95Ms: 142.4, cacheableHitRate: 0.9713, staleReads: 0 }),
      exampleRow({ store: "memcached" }, { p95Ms: 4.26, cacheableHitRate: 0.96, staleReads: 2 }),
      exampleRow({ scenario: "cold-start" }, { recoverySeconds: 2 }, true),
      exampleRow({ scenario: "cold-start", protection: false }, { recoverySeconds: null }, false),
    ]),
  ].map((run) => [run.run, run]),
);

const TABLE = `<!-- caching-run c-20261126-0131 scenario=steady columns=p95Ms,cacheableHitRate,staleReads -->

| Pattern | Store | p95 | Hits of cacheable reads | Stale reads |
| --- | --- | ---: | ---: | ---: |
| cache-aside | redis | 142 ms | 97.1 % | 0 |
| cache-aside | memcached | 4.3 ms | 96.0 % | 2 |

<!-- /caching-run -->`;

describe("a table", () => {
  test("is written from the stored run, and is then as it should be", () => {
    const empty = TABLE.replace(/\n\n\|[\s\S]*\|\n\n/, "\n");
    expect(quoted(`Before.\n\n${empty}\n\nAfter.`, runs)).toEqual({
      text: `Before.\n\n${TABLE}\n\nAfter.`,
      problems: [],
      quotes: 1,
    });
    expect(quoted(TABLE, runs).text).toBe(TABLE);
  });

  test("whose cell was changed by hand is written anew", () => {
    expect(quoted(TABLE.replace("97.1", "98.1"), runs).text).toBe(TABLE);
  });

  test("asked of the latest run names that run", () => {
    expect(quoted(TABLE.replace("c-20261126-0131", "latest"), runs).text).toBe(TABLE);
  });

  test("that quotes an older run quotes the newest one when asked to", () => {
    expect(quoted(TABLE.replace("1126-0131", "1125-0900"), runs, true).text).toBe(TABLE);
  });

  test("tells protection apart where it differs, and a recovery that did not come", () => {
    const { text } = quoted(
      "<!-- caching-run latest scenario=cold-start columns=recoverySeconds -->\n<!-- /caching-run -->",
      runs,
    );
    expect(text).toContain("| Pattern | Store | Protection | Recovery |");
    expect(text).toContain("| cache-aside | redis | on | 2 s |\n| cache-aside | redis | off | not within the run |");
  });

  test.each([
    ["c-20200101-0000 scenario=steady", "there is no run c-20200101-0000"],
    ["someday scenario=steady", "someday is no run id"],
    ["latest scenario=stormy", "stormy is no scenario"],
    ["latest colour=red", "colour is no part of a quote"],
    ["latest columns=p96Ms", "p96Ms is no figure"],
    ["latest scenario=hot-key", "c-20261126-0131 has no such cell"],
  ])("%s is a problem that says why, and is left as it was", (terms, why) => {
    const text = `<!-- caching-run ${terms} -->\n<!-- /caching-run -->`;
    const done = quoted(text, runs);
    expect(done.problems).toHaveLength(1);
    expect(done.problems[0]).toContain(why);
    expect(done.text).toBe(text);
  });

  test("without its end is a problem", () => {
    expect(quoted("<!-- caching-run latest scenario=steady -->", runs).problems).toEqual([
      "1 quotes are begun, and 0 are whole",
    ]);
  });
});

describe("a figure in a sentence", () => {
  const mark = (run: string) => `<!-- caching ${run} cache-aside/redis/steady p95Ms -->`;

  test.each(["{value}", "**{value}**", "99 ms", "**99 ms**", "7"])("%s is replaced by the stored one", (shown) => {
    const strong = shown.startsWith("**");
    const value = strong ? "**142 ms**" : "142 ms";
    expect(quoted(`p95 is ${shown}${mark("latest")}, warm.`, runs)).toEqual({
      text: `p95 is ${value}${mark("c-20261126-0131")}, warm.`,
      problems: [],
      quotes: 1,
    });
  });

  test("of an unprotected cell says so in its address", () => {
    const text =
      "not within the run<!-- caching c-20261126-0131 cache-aside/redis/cold-start/unprotected recoverySeconds -->";
    expect(quoted(text, runs)).toEqual({ text, problems: [], quotes: 1 });
  });

  test("that names a cell which was not measured is a problem", () => {
    const { problems } = quoted("**1 ms**<!-- caching latest write-behind/redis/steady p95Ms -->", runs);
    expect(problems[0]).toContain("c-20261126-0131 has no cell write-behind/redis/steady");
  });

  test("in code is an example, not a quote", () => {
    const text = `Write \`**142 ms**${mark("never")}\`.\n\n\`\`\`\n${mark("never")}\n\`\`\`\n`;
    expect(quoted(text, runs)).toEqual({ text, problems: [], quotes: 0 });
  });
});
