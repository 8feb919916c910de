import type { Tally } from "@/lib/slo/ledger";
import type { Sli, SliOf } from "@/lib/slo/sli";
import { isFresh } from "./tally";
import { expressionQueries, type Freshness, gaugeQueries, nativeQueries } from "./value-query";

/** What the engine answered, by expression and minute: finite numbers only. */
export type Values = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** The value of a gauge's worst series at the end of a minute, in the query's own unit. */
export type WorstValue = { minute: number; value: number };

type Held = { good: number; total: number; observedSeconds: number };
const NOTHING: Held = { good: 0, total: 0, observedSeconds: 0 };

/** Shares are a little off where they were divided. */
const ROUNDING = 1e-9;

/**
 * The tallies of the minutes [from, to] of an SLI that is evaluated as it stands, and what a gauge held at its worst. A minute
 * without an answer is unobserved, and so is one whose part is no number.
 *
 * @param boundAt the threshold in force in a minute; null where there was none, and nothing can be judged
 */
export function valueTalliesOf(
  sli: Sli,
  boundAt: (minute: number) => number | null,
  values: Values,
  from: number,
  to: number,
): { tallies: Tally[]; worst: WorstValue[] } {
  const holds = heldBy(sli, boundAt, values);
  const tallies: Tally[] = [];
  const worst: WorstValue[] = [];
  const worstValues = sli.kind === "gauge" ? values.get(gaugeQueries(sli).worst) : undefined;
  for (let minute = from; minute <= to; minute++) {
    const tally = holds(minute);
    tallies.push({ minute, ...tally, buckets: null, carried: false });
    const value = worstValues?.get(minute);
    // What a minute held is judged by its worst value: one that was not observed has none.
    if (value !== undefined && tally.observedSeconds > 0) worst.push({ minute, value });
  }
  return { tallies, worst };
}

function heldBy(sli: Sli, boundAt: (minute: number) => number | null, values: Values): (minute: number) => Held {
  switch (sli.kind) {
    case "gauge":
      return gaugeHeld(sli, boundAt, values);
    case "native":
      return nativeHeld(sli, boundAt, values);
    case "period": {
      const held = expressionHeld(sli, { part: 1, total: 1 }, values);
      const { periodSeconds } = sli.timing;
      return (minute) => {
        const sum = (minute * 60) % periodSeconds === 0 ? held(minute) : null;
        return sum ? { ...sum, observedSeconds: periodSeconds } : NOTHING;
      };
    }
    case "approximate": {
      const held = expressionHeld(sli, { part: sli.part.perMinute, total: sli.total?.perMinute ?? 1 }, values);
      return (minute) => {
        const sum = held(minute);
        return sum ? { ...sum, observedSeconds: 60 } : NOTHING;
      };
    }
    case "ratio":
    case "latency":
      throw new RangeError(`a ${sli.kind} is counted, not evaluated`);
  }
}

type ValueAt = (promql: string, minute: number) => number | undefined;
const valueAt =
  (values: Values): ValueAt =>
  (promql, minute) =>
    values.get(promql)?.get(minute);

function gaugeHeld(sli: SliOf<"gauge">, boundAt: (minute: number) => number | null, values: Values) {
  const { series, meeting, fresh } = gaugeQueries(sli);
  const at = valueAt(values);
  return (minute: number): Held => {
    const total = at(series, minute);
    const bound = boundAt(minute);
    if (total === undefined || bound === null || !areFresh(fresh, at, minute)) return NOTHING;
    return { total, good: at(meeting(bound), minute) ?? 0, observedSeconds: 60 };
  };
}

function nativeHeld(sli: SliOf<"native">, boundAt: (minute: number) => number | null, values: Values) {
  const { total, share, fresh, up } = nativeQueries(sli);
  const at = valueAt(values);
  return (minute: number): Held => {
    const perSecond = at(total, minute);
    const bound = boundAt(minute);
    if (perSecond === undefined || bound === null || !areFresh(fresh, at, minute)) return NOTHING;
    if (up.some((query) => at(query, minute) === 0)) return NOTHING;
    // There is no share of nothing.
    const within = perSecond === 0 ? 0 : at(share(bound), minute);
    if (within === undefined) return NOTHING;
    return { total: perSecond * 60, good: perSecond * 60 * within, observedSeconds: 60 };
  };
}

function expressionHeld(
  sli: SliOf<"period" | "approximate">,
  scale: { part: number; total: number },
  values: Values,
): (minute: number) => { good: number; total: number } | null {
  const queries = expressionQueries(sli);
  const at = valueAt(values);
  return (minute) => {
    const value = queries.total === null ? 1 : at(queries.total, minute);
    if (value === undefined || !areFresh(queries.fresh, at, minute)) return null;
    const written = at(queries.part, minute);
    // A period's sum may be older than what its targets are now.
    const isDown = queries.up.some((query) => at(query, minute) === 0);
    if (isDown && (sli.kind !== "period" || written === undefined)) return null;
    const total = value * scale.total;
    // Nothing bad has happened yet where it has no series; a missing good part may be anything.
    const isNone = total === 0 || (sli.counts === "bad" && at(queries.partSeries, minute) === undefined);
    const part = written ?? (queries.total !== null && isNone ? 0 : undefined);
    if (part === undefined) return null;
    const held = part * scale.part;
    if (queries.total === null && (held < -ROUNDING || held > 1 + ROUNDING)) return null;
    const share = queries.total === null ? Math.min(Math.max(held, 0), 1) : held;
    return { total, good: sli.counts === "good" ? share : total - share };
  };
}

/** Of a selector without samples nothing is known: what needs it has given no answer. */
const areFresh = (fresh: readonly Freshness[], at: ValueAt, minute: number): boolean =>
  fresh.every(({ newest, samples }) => {
    const newestAt = at(newest, minute);
    return newestAt === undefined || isFresh(newestAt, at(samples, minute) ?? 10, minute);
  });
