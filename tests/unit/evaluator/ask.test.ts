import { describe, expect, it } from "vitest";
import { type Asked, ask, refusalOf } from "@/lib/evaluator/ask";
import type { CountedSelector } from "@/lib/rules/counting";
import { type AnswerOf, stubEngine } from "./stub-engine";

/** Metrics of their own, so that no two of them are asked for at once. */
const selectors = (n: number): CountedSelector[] =>
  Array.from({ length: n }, (_, i) => ({ selector: `m${i}`, perBucket: false }));
const FROM = 1000;

/** One quiet series of every metric, from which each minute gains something else. */
const quiet: AnswerOf = ({ key, name }, minute) => {
  const n = Number(name.slice(1));
  return key.endsWith("gained") ? minute * (n + 1) : /series|quiet/.test(key) ? 1 : minute + n;
};

/** As `quiet`, but for every seventh minute in which a series began or fell, and for every eleventh without one. */
const eventful: AnswerOf = (part, minute) => {
  if (minute % 11 === 0) return part.promql.startsWith("max(up") ? 0 : null;
  if (part.key.endsWith("quiet") && minute % 7 === 0) return 0;
  if (part.key.endsWith("changed") || part.key.endsWith("odd")) return minute % 14 === 0 ? 1 : null;
  return quiet(part, minute);
};

/** Maps by selector, minute and bucket, in no order. */
const asPlain = ({ answers, values, refused, seriesSeen }: Asked): unknown =>
  JSON.parse(
    JSON.stringify({ answers, values, refused, seriesSeen }, (_, value) =>
      value instanceof Map
        ? Object.fromEntries([...value].sort(byKey))
        : value instanceof Set
          ? [...value].sort()
          : value,
    ),
  );
const byKey = ([a]: [unknown, unknown], [b]: [unknown, unknown]): number => (String(a) < String(b) ? -1 : 1);

describe("asking the engine", () => {
  const question = { selectors: selectors(7), values: ["m7 * 2", "m8 * 2"], from: FROM, to: FROM + 59 };

  it.each([
    ["quiet", quiet],
    ["eventful", eventful],
  ])("asks in halves what is too much at once, and ends the same for %s minutes", async (_, answer) => {
    const limited = stubEngine(answer, { maxPoints: 90 });
    const unlimited = stubEngine(answer);
    const whole = asPlain(await ask(unlimited, question));
    expect(asPlain(await ask(limited, question))).toEqual(whole);
    expect(limited.requests).toBeGreaterThan(2 * unlimited.requests);
    expect(whole).toMatchObject({ values: { "m7 * 2": { [FROM + 59]: FROM + 59 + 7 } }, refused: {} });
  });

  it("parts what is asked of a single minute, down to one selector", async () => {
    const single = { ...question, to: FROM };
    const engine = stubEngine(quiet, { maxPoints: 6 });
    expect(asPlain(await ask(engine, single))).toEqual(asPlain(await ask(stubEngine(quiet), single)));
  });

  it("says of a single minute of a single selector that it is too much", async () => {
    const asked = await ask(stubEngine(quiet, { maxPoints: 2 }), { ...question, values: [], to: FROM });
    expect([...asked.refused.keys()].sort()).toEqual(question.selectors.map(({ selector }) => selector));
    expect(refusalOf(["m3"], asked.refused)).toMatch(/too many samples/);
    expect(asked.answers.size).toBe(0);
  });

  it("leaves the others alone where one selector and one value are refused", async () => {
    const engine = stubEngine(eventful, { refuses: (promql) => /\bm(3|8)\b/.test(promql) });
    const asked = await ask(engine, question);
    expect([...asked.refused]).toEqual(
      ["m3", "m8 * 2"].map((key) => [key, "stub refused the query: it is not to its taste"]),
    );
    const others = { ...question, selectors: question.selectors.filter(({ selector }) => selector !== "m3") };
    const alone = await ask(stubEngine(eventful), { ...others, values: ["m7 * 2"] });
    expect(asPlain({ ...asked, refused: new Map() })).toEqual(asPlain(alone));
  });

  it("has at most four requests under way at a time", async () => {
    const many = {
      ...question,
      selectors: selectors(120),
      values: selectors(60).map(({ selector }) => `${selector} * 2`),
    };
    for (const answer of [quiet, eventful]) {
      const engine = stubEngine(answer);
      await ask(engine, many);
      expect(engine.requests).toBeGreaterThan(20);
      expect(engine.mostAtOnce).toBe(4);
    }
  });

  it("asks once for a selector that several SLOs share", async () => {
    const [once, twice] = [stubEngine(quiet), stubEngine(quiet)];
    await ask(once, question);
    await ask(twice, { ...question, selectors: [...question.selectors, ...question.selectors] });
    expect(twice.requests).toBe(once.requests);
  });
});
