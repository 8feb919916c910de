import { expect, test } from "vitest";
import { beside } from "@/lib/evaluator/beside";
import { askConditions, type Condition } from "@/lib/evaluator/conditions";
import { EngineError, type RangeSeries } from "@/lib/gateways/prometheus";
import { TAG } from "@/lib/rules/counting";

const TO = 30_000_000;
const never = new AbortController().signal;
const of = (query: string, more: Partial<Condition> = {}): Condition => ({
  query,
  from: TO,
  isDoubtful: false,
  ...more,
});

type Asked = { promql: string; minutes: number };

/** An engine on which every condition holds; `slow` ones take longer than it lets them, alone and with others. */
function engineWith(slow: readonly string[], answered: (asked: Asked[]) => void = () => {}) {
  const asked: Asked[] = [];
  const range = async (promql: string, from: number, to: number): Promise<RangeSeries[]> => {
    asked.push({ promql, minutes: (to - from) / 60 + 1 });
    answered(asked);
    if (slow.some((query) => promql.includes(query))) throw new EngineError("too-much", "query timed out");
    const tags = [...promql.matchAll(/"(\d+)"/g)].map(([, tag]) => tag ?? "");
    const values = Array.from({ length: (to - from) / 60 + 1 }, (_, i): [number, number] => [from + i * 60, 1]);
    return tags.map((tag) => ({ labels: { [TAG]: tag }, values }));
  };
  return { asked, world: { engine: { name: "a stub", range } } };
}

test("one that lags is asked alone for what it lags, and the others for their minute", async () => {
  const { asked, world } = engineWith([]);
  const found = await askConditions(world, [of("a"), of("late", { from: TO - 59 }), of("b")], TO, never);
  expect(asked.map(({ minutes }) => minutes)).toEqual([1, 60]);
  expect(asked[0]?.promql).not.toContain("late");
  expect([...found].map(([query, answer]) => [query, "held" in answer ? answer.held.size : answer.why])).toEqual([
    ["a", 1],
    ["b", 1],
    ["late", 60],
  ]);
});

test("one that was slow the last time costs the others no second question", async () => {
  const { asked, world } = engineWith(["slow"]);
  const others = Array.from({ length: 9 }, (_, i) => of(`other_${i}`));
  const found = await askConditions(world, [of("slow", { isDoubtful: true }), ...others], TO, never);
  expect(asked).toHaveLength(2);
  expect(found.get("slow")).toEqual({ why: "query timed out" });
  for (const { query } of others) expect(found.get(query)).toEqual({ held: new Set([TO]) });
});

test("what is left when the time is over is unknown, and next minute another one has its turn first", async () => {
  const slow = Array.from({ length: 3 }, (_, i) => of(`slow_${i}`, { isDoubtful: true }));
  const firsts = new Set<string>();
  for (let minute = TO; minute < TO + 3; minute++) {
    const over = new AbortController();
    const { asked, world } = engineWith(["slow_"], () => over.abort());
    const each = slow.map((condition) => ({ ...condition, from: minute }));
    const found = await askConditions(world, each, minute, over.signal);
    expect(asked).toHaveLength(1);
    firsts.add(asked[0]?.promql ?? "");
    const why = [...found.values()].map((answer) => "why" in answer && answer.why);
    expect(why.sort()).toEqual(["it was not asked in time", "it was not asked in time", "query timed out"]);
  }
  expect(firsts.size).toBe(3);
});

test("one that is answered for some of its minutes only is unknown, not over", async () => {
  const over = new AbortController();
  let questions = 0;
  const range = async (_: string, from: number): Promise<RangeSeries[]> => {
    questions++;
    if (questions === 1) throw new EngineError("too-much", "too many samples");
    over.abort();
    return [{ labels: { [TAG]: "0" }, values: [[from, 1]] }];
  };
  const engine = { name: "a stub", range };
  const found = await askConditions({ engine }, [of("late", { from: TO - 59 })], TO, over.signal);
  expect(found.get("late")).toEqual({ why: "it was not asked in time" });
});

test("work beside is not begun while it is under way, and goes on after an error", async () => {
  const ends: ((failed: boolean) => void)[] = [];
  const errors: unknown[] = [];
  const start = beside(
    () => new Promise<void>((resolve, reject) => ends.push((failed) => (failed ? reject(new Error("no")) : resolve()))),
    (error) => errors.push(error),
  );
  start();
  start();
  expect(ends).toHaveLength(1);
  ends[0]?.(true);
  await new Promise(setImmediate);
  expect(errors).toEqual([new Error("no")]);
  start();
  expect(ends).toHaveLength(2);
});
