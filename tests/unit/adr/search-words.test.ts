import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KnownWords } from "@/lib/adr/near-words";
import { readAdr } from "@/lib/adr/record";
import { searchText, snippetOf } from "@/lib/adr/search-text";
import { askedWords, folded, repeatedWords, wordsOf } from "@/lib/adr/search-words";

describe("words are compared", () => {
  test("without case and accents, and a place in the one text is a place in the other", () => {
    expect(wordsOf("Décision: ÉTAT_1")).toEqual(["decision", "etat", "1"]);
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => folded(text).length === text.length));
  });

  test("sign by sign where a language puts no spaces between them", () => {
    expect(wordsOf("用Redis缓存")).toEqual(["用", "redis", "缓", "存", "缓存"]);
    expect(askedWords("缓存层 redis")).toEqual(["缓存", "存层", "redis"]);
  });

  test("as one that a text is about where it stands there three times", () => {
    expect(repeatedWords(["a", "b", "a", "c", "a", "b"], 3)).toEqual(["a"]);
  });
});

describe("near a word with a typing error is", () => {
  const known = new KnownWords();
  for (const word of ["queue", "rabbitmq", "cache", "caches", "invalidation", "log", "logs"]) known.add(word);

  test.each([
    ["quue", ["queue"]],
    ["qeueu", []],
    ["quuee", ["queue"]],
    ["rabitmq", ["rabbitmq"]],
    ["cachs", ["cache", "caches"]],
    ["invaldiatoin", ["invalidation"]],
    ["lgo", []],
    ["cache", ["caches"]],
  ])("%s", (typed, near) => {
    expect(known.near(typed, 10).sort()).toEqual(near);
  });

  test("every word that one error away is, whatever it is made of", () => {
    const word = fc.stringMatching(/^[a-zà-ÿ0-9]{5,12}$/);
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom("drop", "double", "swap", "change"), (original, random, kind) => {
        const at = random % (original.length - 1);
        const [before, here, next, after] = [
          original.slice(0, at),
          original.charAt(at),
          original.charAt(at + 1),
          original.slice(at + 2),
        ];
        const typed = {
          drop: `${before}${next}${after}`,
          double: `${before}${here}${here}${next}${after}`,
          swap: `${before}${next}${here}${after}`,
          change: `${before}~${next}${after}`,
        }[kind];
        const words = new KnownWords();
        words.add(original);
        return typed === original || words.near(typed, 5).includes(original);
      }),
    );
  });
});

describe("the words around what was found", () => {
  const body = `${"Nothing here. ".repeat(20)}Then the décision fell on caching layers. ${"More. ".repeat(60)}`;

  test("begin near it, and its words are marked to their ends", () => {
    const { text, marks } = snippetOf(body, ["decision", "cach"]);
    expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(["décision", "caching"]);
    expect(text).toMatch(/^… .+ …$/);
  });

  test("hold it also where no space stands near, as in Chinese", () => {
    const { text, marks } = snippetOf(`${"甲".repeat(200)}缓存${"乙".repeat(300)}`, ["缓存"]);
    expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(["缓存"]);
    expect(text).toMatch(/^… 甲{60}缓存乙{138} …$/);
    const near = snippetOf(`${"甲".repeat(200)}缓存${"乙".repeat(50)} ${"丙".repeat(300)}`, ["缓存"]).text;
    expect(near).toMatch(/^… 甲{60}缓存乙{50} …$/);
  });

  test("hold it wherever spaces and signs of two units stand", () => {
    const pieces = fc.array(fc.constantFrom("甲", "𠀀", " ", "word ", "甲".repeat(90)), { maxLength: 200 });
    fc.assert(
      fc.property(pieces, pieces, (before, after) => {
        const { text } = snippetOf(`${before.join("")}缓存${after.join("")}`, ["缓存"]);
        expect(text).toContain("缓存");
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });

  test("are the first ones where only the title was found", () => {
    expect(snippetOf("A short text.", ["elsewhere"])).toEqual({ text: "A short text.", marks: [] });
  });

  test("hold no word that only has the letters inside", () => {
    expect(snippetOf("A catalogue, a log.", ["log"]).marks).toEqual([[15, 18]]);
  });
});

test("a paragraph on one line is read to its end", () => {
  const record = readAdr("docs/adr/0001-a.md", `# A\n\n${"word ".repeat(400)}last\n`);
  expect(searchText(record).body.endsWith("word last")).toBe(true);
});
