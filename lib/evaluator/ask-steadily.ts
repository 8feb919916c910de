import "server-only";
import type { Engine, RangeSeries } from "@/lib/gateways/prometheus";
import { type CountedSelector, joined, steadyIncrease, steadySums, TAG } from "@/lib/rules/counting";
import { type Family, halvesOf } from "@/lib/rules/family";
import { divided, inPieces, type Span } from "./divide";
import { CONNECTIONS, chunksOf } from "./in-parallel";

/** Longer chains of `or` cost the engine more than they save. Three or four expressions each. */
const SELECTORS_PER_REQUEST = 5;

/** `seen`: series, 0 where there is none. `gained`: by `le`, or under ""; null where something happened to a series. */
export type SteadyMinute = { seen: number; gained: Map<string, number> | null };

type Reading = {
  /** Called once with each selector's minutes of a span, in order. */
  read(selector: CountedSelector, span: Span, minutes: readonly SteadyMinute[]): void;
  refuse(selector: CountedSelector, message: string): void;
};

/** Asks cheaply what every selector gained in each of the minutes [from, to], and where that cannot be said so. */
export async function askSteadily(
  engine: Engine,
  { from, to }: Span,
  families: readonly Family[],
  { read, refuse }: Reading,
): Promise<void> {
  const batches = batchesOf(families);
  const isSingle = from === to;
  await inPieces(batches, { from, to }, (batch, piece) =>
    divided(batch, piece, {
      work: askFor,
      partsOf: halvesOf,
      refuse: ({ members }, message) => {
        for (const member of members.values()) refuse(member, message);
      },
    }),
  );

  async function askFor(batch: readonly Family[], span: Span): Promise<void> {
    const expressions = batch.flatMap((family, i) =>
      Object.entries((isSingle ? steadyIncrease : steadySums)(family, family.label)).map(([what, promql]) => ({
        key: `${i} ${what}`,
        promql,
      })),
    );
    const first = isSingle ? span.from : span.from - 1;
    const series = await engine.range(joined(expressions), first * 60, span.to * 60, 60);
    for (const [member, said] of saidBy(batch, series)) read(member, span, minutesOf(said, span, isSingle));
  }
}

type ByMinute = ReadonlyMap<number, number>;
/** By what was asked for; sums also by `le`, or under "". */
type Said = { sums: Map<string, ByMinute>; counts: Map<string, ByMinute> };

function saidBy(batch: readonly Family[], series: readonly RangeSeries[]): Map<CountedSelector, Said> {
  const said = new Map<CountedSelector, Said>();
  for (const { members } of batch)
    for (const member of members.values()) said.set(member, { sums: new Map(), counts: new Map() });
  for (const { labels, values } of series) {
    const [index, what = ""] = (labels[TAG] ?? "").split(" ");
    const family = batch[Number(index)];
    const member = family?.members.get(family.label === null ? "" : (labels[family.label] ?? ""));
    const of = member && said.get(member);
    if (!of) continue;
    const byMinute = new Map(values.map(([at, value]) => [Math.round(at / 60), value]));
    if (what === "gained" || what === "stood") of.sums.set(labels.le ?? "", byMinute);
    else of.counts.set(what, byMinute);
  }
  return said;
}

function minutesOf({ sums, counts }: Said, { from, to }: Span, isSingle: boolean): SteadyMinute[] {
  const count = (what: string, minute: number): number | undefined => counts.get(what)?.get(minute);
  const isSame = (what: string, minute: number): boolean =>
    count(what, minute) === (isSingle ? count(`${what}Before`, minute) : count(what, minute - 1));
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const minute = from + i;
    const [series, all] = [count("series", minute), count("quiet", minute)];
    const isQuiet = series !== undefined && series === all && isSame("series", minute) && isSame("buckets", minute);
    // Of those that are silent in this minute it only matters that there are some.
    return { seen: series ?? all ?? 0, gained: isQuiet ? gainedIn(sums, minute, isSingle) : null };
  });
}

/** null where a sum is no number and is left out of the answer, or where a bucket has come or gone. */
function gainedIn(sums: Said["sums"], minute: number, isSingle: boolean): Map<string, number> | null {
  const gained = new Map<string, number>();
  for (const [le, values] of sums) {
    const now = values.get(minute);
    const before = isSingle ? 0 : values.get(minute - 1);
    if (now === undefined && (isSingle || before === undefined)) continue;
    if (now === undefined || before === undefined || now < before) return null;
    gained.set(le, now - before);
  }
  return gained.size > 0 ? gained : null;
}

/** Families fill a request of their own. */
function batchesOf(families: readonly Family[]): Family[][] {
  const alone = families.filter(({ members }) => members.size === 1);
  return [
    ...families.filter(({ members }) => members.size > 1).map((family) => [family]),
    ...chunksOf(alone, Math.min(SELECTORS_PER_REQUEST, Math.ceil(alone.length / CONNECTIONS) || 1)),
  ];
}
