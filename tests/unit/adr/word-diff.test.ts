import { describe, expect, test } from "vitest";
import { readWordDiff } from "@/lib/adr/word-diff";

const head = "diff --git a/a.md b/a.md\nindex 1..2 100644\n--- a/a.md\n+++ b/a.md\n@@ -1,9 +1,9 @@\n";
const diff = (...lines: string[]): string => `${head}${lines.map((line) => `${line}\n~\n`).join("")}`;
const same = (n: number, from = 0): string[] => Array.from({ length: n }, (_, i) => ` line ${from + i}`);

describe("a difference of words", () => {
  test("shows each place with two lines around it, and counts what is left out", () => {
    const { passages, after } = readWordDiff(
      diff(...same(10), " We cache for \n-ten\n+five\n minutes.", ...same(6, 20)),
    );
    expect(passages).toHaveLength(1);
    expect(passages[0]).toMatchObject({ skipped: 8, section: null });
    expect(passages[0]?.lines).toHaveLength(5);
    expect(passages[0]?.lines[2]).toEqual([
      { kind: "same", text: "We cache for " },
      { kind: "removed", text: "ten" },
      { kind: "added", text: "five" },
      { kind: "same", text: "minutes." },
    ]);
    expect(after).toBe(4);
  });

  test("counts words, not lines", () => {
    expect(readWordDiff(diff("-one two", "+three"))).toMatchObject({ removed: 2, added: 1 });
  });

  test("names the heading that a place stands under, as the newer text has it", () => {
    const { passages } = readWordDiff(diff(" # Title", " ## Decision ", ...same(1), " We \n-do\n+don’t"));
    expect(passages[0]?.section).toBe("Decision");
    const renamed = readWordDiff(diff(" ## \n-Options\n+Choices", " Text \n+more"));
    expect(renamed.passages[0]?.section).toBe("Choices");
    expect(readWordDiff(diff("-## Gone")).passages[0]?.section).toBe("Gone");
  });

  test("names the front matter where a place stands in it", () => {
    const { passages } = readWordDiff(
      diff(" ---", " status: \n-proposed\n+accepted", " ---", ...same(6), " Text \n+more"),
    );
    expect(passages.map(({ section }) => section)).toEqual(["Front matter", null]);
  });

  test("makes one place of changes that stand close together, and two of those that do not", () => {
    expect(readWordDiff(diff("+a", ...same(4), "+b")).passages).toHaveLength(1);
    expect(readWordDiff(diff("+a", ...same(5), "+b")).passages).toHaveLength(2);
  });

  test("gives every line once: in a place, or in what was left out", () => {
    const lines = Array.from({ length: 60 }, (_, i) => (i % 13 === 5 ? `-old ${i}\n+new ${i}` : ` line ${i}`));
    const { passages, after } = readWordDiff(diff(...lines));
    const told = passages.reduce((sum, { skipped, lines: shown }) => sum + skipped + shown.length, after);
    expect(told).toBe(60);
  });

  test("is none where only spaces or nothing changed", () => {
    expect(readWordDiff("")).toEqual({ passages: [], after: 0, added: 0, removed: 0 });
    expect(readWordDiff(diff(...same(3)))).toMatchObject({ passages: [], after: 3 });
  });

  test("takes a line of the text that looks like git’s own for text", () => {
    const { passages } = readWordDiff(diff(" @@ not a hunk", "+~", " + a list"));
    expect(passages[0]?.lines.flat().map(({ text }) => text)).toEqual(["@@ not a hunk", "~", "+ a list"]);
  });
});
