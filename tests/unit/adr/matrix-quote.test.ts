import fc from "fast-check";
import { expect, test } from "vitest";
import type { Matrix } from "@/lib/adr/matrix";
import { quoteMatrices } from "@/lib/adr/matrix-quote";
import { tablesIn } from "./markdown-tables";

const sure = (score: number) => ({ score, because: "So | so.", source: "our judgement", sure: "high" as const });
const MATRIX: Matrix = {
  question: "Which?",
  decision: "docs/adr/0001-a.md#d1",
  chosen: "redis",
  criteria: [
    { id: "speed", title: "Speed", weight: 3, why: "Pages wait." },
    { id: "parts", title: "Few parts", weight: 1, why: "Each fails." },
  ],
  options: [
    { id: "memcached", title: "Memcached", scores: [sure(3), sure(5)] },
    {
      id: "redis",
      title: "Redis",
      scores: [{ ...sure(5), source: "https://www.redis.io/a", read: "2026-11-26" }, sure(2)],
    },
  ],
};
const RECORD =
  "# A\n\n<!-- matrix m.yaml -->\n<!-- /matrix -->\n\nBetween.\n\n<!-- matrix m.yaml scores -->\nold\n<!-- /matrix -->\n";
const quote = (text: string, matrix: Matrix | null = MATRIX) => quoteMatrices(text, () => matrix);
const plain = (text: string) => text.replace(/\u202f/g, " ");

test("the totals stand best first, with the chosen one marked, and say at which share of all weights the choice flips", () => {
  const [totals, flips] = tablesIn(plain(quote(RECORD).text));
  expect(totals?.head).toEqual(["Criterion", "Weight", "**Redis**", "Memcached"]);
  expect(totals?.rows.map((row) => row.slice(1))).toEqual([
    ["3", "5", "3"],
    ["1", "2", "5"],
    ["4", "**4.25**", "**3.50**"],
  ]);
  expect(quote(RECORD).text).toContain("- **Few parts.** Each fails.");
  // 2 · w = 3 · 1, so w is 1.5 of 2.5; 3 · w = 2 · 3, so w is 2 of 5.
  expect(flips?.rows).toEqual([
    ["Speed", "75 %", "60 %, to Memcached", "never"],
    ["Few parts", "25 %", "never", "40 %, to Memcached"],
  ]);
  expect(quote(RECORD).text).toContain("Redis leads Memcached by 0.75.");
});

test("options with the same total are level, and none is said to lead", () => {
  const [one] = MATRIX.options;
  const options = one ? ["Redis", "Memcached"].map((title) => ({ ...one, id: title.toLowerCase(), title })) : [];
  const { text } = quote(RECORD, { ...MATRIX, options });
  expect(text).toContain("Redis and Memcached are level.");
  expect(text).not.toMatch(/Redis leads Memcached by|least afford/);
});

test("a choice against the totals says so", () => {
  expect(quote(RECORD, { ...MATRIX, chosen: "memcached" }).text).toContain("Chosen is Memcached, against the totals.");
});

test("each score stands with its reason, its source, and the day on which that was read", () => {
  const scores = tablesIn(quote(RECORD).text).find(({ head }) => head.includes("Because"));
  expect(scores?.rows).toHaveLength(4);
  expect(scores?.rows[1]).toEqual([
    "Speed",
    "Redis",
    "5",
    "So \\| so.",
    "[redis.io](https://www.redis.io/a)",
    "26\u202fNov\u202f2026",
    "high",
  ]);
});

test("what is between the comments is told from what the matrix says now", () => {
  const first = quote(RECORD);
  expect(first.stale.map(({ line }) => line)).toEqual([3, 8]);
  const again = quote(first.text);
  expect(again).toMatchObject({ stale: [], problems: [], names: ["m.yaml"] });
  expect(again.text).toBe(first.text);
  const edited = first.text.replace("**4.25**", "**4.52**");
  expect(quote(edited).stale.map(({ line }) => line)).toEqual([3]);
  expect(quote(edited).text).toBe(first.text);
});

test("a place that is not closed, or closes nothing, is a problem and is left alone", () => {
  for (const [text, message] of [
    ["<!-- matrix a.yaml -->\ntext\n", "The matrix “a.yaml” is not closed by <!-- /matrix -->."],
    ["text\n<!-- /matrix -->\n", "<!-- /matrix --> closes no matrix."],
  ] as const) {
    const quoted = quote(text);
    expect(quoted.text).toBe(text);
    expect(quoted.problems.map((problem) => problem.message)).toEqual([message]);
  }
  const two = quote("<!-- matrix a.yaml -->\n<!-- matrix b.yaml -->\n<!-- /matrix -->\n");
  expect(two.problems).toEqual([{ message: "The matrix “a.yaml” is not closed by <!-- /matrix -->.", line: 1 }]);
});

test("a matrix that cannot be read leaves its place as it is", () => {
  const { text, stale, problems } = quote(RECORD, null);
  expect(text).toBe(RECORD);
  expect(stale).toEqual([]);
  expect(problems.map(({ line }) => line).sort()).toEqual([3, 8]);
});

test("law: a text without these comments stays as it is, and quoting twice is quoting once", () => {
  const pieces = fc.constantFrom("text", "", "| a |", "<!-- matrix m.yaml -->", "<!-- /matrix -->", "<!-- matrix -->");
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (lines) => {
      const once = quote(lines.join("\n")).text;
      expect(quote(once).text).toBe(once);
      if (!lines.some((line) => /^<!-- (?:matrix \S+|\/matrix) -->$/.test(line))) expect(once).toBe(lines.join("\n"));
    }),
  );
});
