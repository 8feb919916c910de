import { expect, test } from "vitest";
import { badInWords } from "@/lib/format/events";
import { oneIn, shareInWords } from "@/lib/format/share-in-words";

test.each([
  [0, "none"],
  [0.0083, "one in 120"],
  [0.05, "one in 20"],
  [0.1, "one in ten"],
  [0.187, "one in five"],
  [0.5, "one in two"],
  [0.64, "two in three"],
  [0.8, "four in five"],
  [0.999, "all"],
])("a share of %f is %s", (share, words) => {
  expect(oneIn(share)).toBe(words);
});

test.each([
  [0.5, "half"],
  [0.52, "half"],
  [0.34, "a third"],
  [0.66, "two thirds"],
  [0.96, "96\u202f%"],
  [0.076, "7.6\u202f%"],
])("in a sentence %f is %s", (share, words) => {
  expect(shareInWords(share)).toBe(words);
});

test("what is bad is said of one, or of several, now and then", () => {
  expect(badInWords("latency", 0.2, false)).toBe("One request in five is slow");
  expect(badInWords("latency", 0.8, true)).toBe("Four requests in five were slow");
  expect(badInWords("ratio", 0.1, false)).toBe("One event in ten misses");
  expect(badInWords("ratio", 1, true)).toBe("All events missed");
  expect(badInWords("gauge", 0.1, true)).toBe("One minute in ten was past the bound");
});
