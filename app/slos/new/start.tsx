"use client";
import Link from "next/link";
import { Icon } from "@/app/_parts/icons";
import { count } from "@/lib/format/count";
import type { Pack } from "@/lib/packs/pack";
import type { PackRow, PacksView } from "@/lib/views/packs";

/** What is known of the packs: at first only that there are some. */
export const rowsOf = (packs: readonly Pack[], asked: PacksView | null): PackRow[] =>
  asked?.items ?? packs.map((pack) => ({ ...pack, found: null, series: 0, values: {}, status: null }));

type Props = { packs: PackRow[]; asked: PacksView | null; onPack: (pack: PackRow) => void; onOwn: () => void };

/** The first step: a ready-made definition, or PromQL of one's own. */
export function Start({ packs, asked, onPack, onOwn }: Props) {
  return (
    <section className="start" aria-labelledby="start">
      <h2 id="start">What is counted</h2>
      <p className="hint" role="status">
        {asked === null
          ? "The engine is asked which metrics it has."
          : asked.engineProblem === null
            ? "A ready-made definition fills the queries in; they can be changed afterwards."
            : `It is not known which metrics the engine has: ${asked.engineProblem}`}
      </p>
      <p className="hint">
        There are documents already? <Link href="/slos/import">Import OpenSLO, Sloth or Pyrra</Link>.
      </p>
      <ul className="panel packs">
        {packs.map((pack) => (
          <li key={pack.id}>
            <button type="button" onClick={() => onPack(pack)}>
              <b>{pack.name}</b>
              <span className="mono">{pack.needs.join(", ")}</span>
              <Presence pack={pack} />
            </button>
          </li>
        ))}
        <li>
          <button type="button" onClick={onOwn}>
            <b>Write PromQL</b>
            <span>counters, a histogram, a gauge with a bound, or a ratio</span>
            <Icon name="chevron" size={12} />
          </button>
        </li>
      </ul>
    </section>
  );
}

function Presence({ pack: { found, series } }: { pack: PackRow }) {
  if (found === null) return <span className="hint">not asked</span>;
  // No verdict: ink, not colour.
  return <span className={found ? "t12 strong" : "hint"}>{found ? `${count(series)} series` : "no series"}</span>;
}
