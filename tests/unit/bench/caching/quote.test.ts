import { describe, expect, test } from "vitest";
import { quoted } from "@/bench/caching/quote";
import { exampleRow, exampleRun } from "./example-run";

const runs = new Map(
  [
    exampleRun("c-20261125-0900", [exampleRow({}, { steady: { p95Ms: 99 } })]),
    exampleRun("c-20261126-0131", [
      exampleRow({}, { steady: { p95Ms: 142.4, cacheableHitRate: 0.9713, staleReads: 0 } }, { warmSeconds: 7.6 }),
      exampleRow(
        { store: "memcached" },
        { steady: { p95Ms: 4.26, cacheableHitRate: 0.96, staleReads: 2, p95WithFailuresMs: "never" } },
      ),
      exampleRow(
        { scenario: "cold-start" },
        { first: { p95Ms: 90 }, later: { p95Ms: 9 } },
        { recoverySeconds: 2, recoveryShortest: 1, recoveryLongest: 4 },
      ),
      exampleRow(
        { scenario: "cold-start", variant: "unprotected" },
        { first: { p95Ms: 900 }, later: { p95Ms: 10 } },
        { recoverySeconds: "never" },
      ),
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

  test("has a line for each phase, and what is of the whole cell in the last of them", () => {
    const { text } = quoted(
      "<!-- caching-run latest scenario=cold-start variant=as-decided,unprotected columns=p95Ms,recoverySeconds -->\n<!-- /caching-run -->",
      runs,
    );
    expect(text).toContain("| Pattern | Store | Variant | Phase | p95 | Recovery, median |");
    expect(text).toContain(
      [
        "| cache-aside | redis | as decided | first | 90 ms |  |",
        "| cache-aside | redis | as decided | later | 9.0 ms | 2 s |",
        "| cache-aside | redis | unprotected | first | 900 ms |  |",
        "| cache-aside | redis | unprotected | later | 10 ms | not within the run |",
      ].join("\n"),
    );
  });

  test("of one phase does not name it, and without a variant shows what was decided", () => {
    const { text } = quoted(
      "<!-- caching-run latest scenario=cold-start pattern=cache-aside store=redis phase=first columns=p95Ms,recoverySeconds -->\n<!-- /caching-run -->",
      runs,
    );
    expect(text).toContain("| p95 | Recovery, median |\n| ---: | ---: |\n| 90 ms | 2 s |\n\n<!-- /");
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

  test("of a cell with several phases names one, so that no mean over calm and storm is quoted", () => {
    const first = "90 ms<!-- caching c-20261126-0131 cache-aside/redis/cold-start/first p95Ms -->";
    expect(quoted(first, runs)).toEqual({ text: first, problems: [], quotes: 1 });
    for (const [address, why] of [
      ["cache-aside/redis/cold-start", "names no phase of first, later"],
      ["cache-aside/redis/cold-start/last", "names no phase of first, later"],
    ])
      expect(quoted(`90 ms<!-- caching latest ${address} p95Ms -->`, runs).problems[0]).toContain(why);
    const ofAll = "2 s<!-- caching latest cache-aside/redis/cold-start/first recoverySeconds -->";
    expect(quoted(ofAll, runs).problems[0]).toContain("a figure of the whole cell");
  });

  test("that is a failure says so", () => {
    const text = "a failure<!-- caching c-20261126-0131 cache-aside/memcached/steady p95WithFailuresMs -->";
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

test("a plot is that of its run, or of the newest", () => {
  const of = (id: string) => `![The spike](../../bench/caching/plots/${id}/spike-10x.svg)`;
  expect(quoted(of("RUN"), runs).text).toBe(of("c-20261126-0131"));
  expect(quoted(of("c-20261125-0900"), runs).text).toBe(of("c-20261125-0900"));
  expect(quoted(of("c-20261125-0900"), runs, true).text).toBe(of("c-20261126-0131"));
});

describe("a verdict", () => {
  const judged = (claim: string) => quoted(`**?**<!-- caching-verdict latest ${claim} -->`, runs);
  const REDIS = "cache-aside/redis/steady";
  const COLD = "cache-aside/redis/cold-start";

  test.each([
    [`${REDIS}:p95Ms <= 200`, "holds"],
    [`${REDIS}:p95Ms <= 142`, "does not hold"],
    [`${REDIS}:p95Ms <= 200 and ${REDIS}:cacheableHitRate >= 0.95`, "holds"],
    [`${REDIS}:p95Ms <= 200 and ${REDIS}:cacheableHitRate >= 0.98`, "does not hold"],
    [`${COLD}:recoverySeconds < ${COLD}/unprotected:recoverySeconds ? sooner : not sooner`, "sooner"],
    [`${COLD}/first:p95Ms > ${COLD}/first/unprotected:p95Ms ? slower : not slower`, "not slower"],
    ["cache-aside/memcached/steady:p95WithFailuresMs <= 200", "does not hold"],
    [`${REDIS}:staleReads = 0 ? none : some`, "none"],
    [`${REDIS}:oldestStaleMs <= 0 ? never old : old`, "never old"],
  ])("%s: %s", (claim, words) => {
    expect(judged(claim)).toEqual({
      text: `**${words}**<!-- caching-verdict c-20261126-0131 ${claim} -->`,
      problems: [],
      quotes: 1,
    });
  });

  test("follows from the newest run when asked to, whatever it said before", () => {
    const text = `**holds**<!-- caching-verdict c-20261125-0900 ${REDIS}:p95Ms <= 100 -->`;
    expect(quoted(text, runs).text).toBe(text);
    expect(quoted(text, runs, true).text).toContain("**does not hold**<!-- caching-verdict c-20261126-0131");
  });

  test.each([
    ["fast", "is no comparison"],
    [`${REDIS}:p95Ms <= 200 ? yes`, "the words of a verdict"],
    [`${REDIS}:l1HitRate >= 0.95`, "does not apply"],
    ["cache-aside/redis/hot-key:p95Ms <= 200", "has no cell"],
  ])("%s is a problem", (claim, why) => {
    expect(judged(claim).problems[0]).toContain(why);
  });
});
