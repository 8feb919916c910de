import { expect, test } from "vitest";
import { readMatrix } from "@/lib/adr/matrix";

const WHOLE = `question: Which shared cache?
decision: docs/adr/0001-caching.md#d2
criteria:
  speed: { title: Speed, weight: 3, why: Pages wait for it. }
  parts: { title: Few parts, weight: 2, why: Each part fails. }
options:
  redis:
    title: Redis
    scores:
      speed: { score: 4, because: Quick., source: measured here, sure: high }
      parts: { score: 4, because: One part., source: its documentation, sure: high }
  memcached:
    title: Memcached
    scores:
      speed: { score: 5, because: Quicker., source: measured here, sure: high }
      parts: { score: 3, because: More clients., source: its documentation, sure: medium }
chosen: redis
`;

const problemsOf = (source: string) => {
  const read = readMatrix(source);
  return "problems" in read ? read.problems.map(({ message, line }) => `${line}: ${message}`) : [];
};

test("a matrix is read with its scores in the order of the criteria", () => {
  const swapped = WHOLE.replace(/( +speed: .*\n)( +parts: .*\n)(chosen)/, "$2$1$3");
  for (const source of [WHOLE, swapped]) {
    const read = readMatrix(source);
    if (!("matrix" in read)) throw new Error(JSON.stringify(read.problems));
    expect(read.matrix.criteria.map(({ id }) => id)).toEqual(["speed", "parts"]);
    expect(read.matrix.options[1]?.scores.map(({ score }) => score)).toEqual([5, 3]);
  }
});

test.each([
  [
    "a score that is missing",
    WHOLE.replace(/ +speed: \{ score: 5.*\n/, ""),
    "13: “memcached” has no score for “speed”.",
  ],
  [
    "a score for no criterion",
    WHOLE.replace("      parts: { score: 3", "      price: { score: 3"),
    "“price”, which is no criterion",
  ],
  ["a score off the scale", WHOLE.replace("score: 5", "score: 7"), "options.memcached.scores.speed.score"],
  ["a weight that is none", WHOLE.replace("weight: 3", "weight: 0"), "4: criteria.speed.weight"],
  [
    "a choice that is no option",
    WHOLE.replace("chosen: redis", "chosen: hazelcast"),
    "17: The chosen option “hazelcast” is none",
  ],
  [
    "a score without its source",
    WHOLE.replace(", source: measured here, sure: high }", ", sure: high }"),
    "scores.speed.source",
  ],
  [
    "an address without the day on which it was read",
    WHOLE.replace("source: its documentation, sure: high", "source: https://example.com/a, sure: high"),
    "11: The score of “redis” for “parts” does not say when its source was read.",
  ],
  [
    "a day that is none",
    WHOLE.replace("sure: medium", "read: 2026-02-30, sure: medium"),
    "options.memcached.scores.parts.read: is no day such as 2026-11-26",
  ],
  [
    "more criteria than anybody weighs",
    WHOLE.replace(
      "options:",
      `${Array.from({ length: 9 }, (_, i) => `  c${i}: { title: C, weight: 1, why: so }\n`).join("")}options:`,
    ),
    "There are more than 10 criteria.",
  ],
  ["what is no YAML", `${WHOLE}  : [`, "Not valid YAML"],
  ["one option only", WHOLE.replace(/ {2}memcached:[\s\S]*?(?=chosen)/, ""), "fewer than two options"],
])("%s is told by its line", (_, source, message) => {
  expect(problemsOf(source).join("\n")).toContain(message);
});

test("a matrix that is nested without end, or larger than anybody writes, is not read", () => {
  expect(problemsOf(`a: ${"[".repeat(5000)}`)).toEqual(["null: The matrix is nested too deeply and was not read."]);
  expect(problemsOf(`# ${"x".repeat(70_000)}`)).toEqual(["null: The matrix is larger than 64 KiB and was not read."]);
});

test("a matrix with aliases, or with more than can be read at once, is a problem of its record", () => {
  expect(problemsOf("a: &a 1\nb: *a")).toEqual([expect.stringMatching(/^null: The matrix cannot be read: /)]);
  const keys = Array.from({ length: 3001 }, (_, i) => `k${i}: 1`).join("\n");
  expect(problemsOf(keys)).toEqual(["null: The matrix holds more than 3000 keys and was not read."]);
});
