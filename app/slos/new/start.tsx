"use client";
import Link from "next/link";
import { Icon } from "@/app/_parts/icons";
import { count } from "@/lib/format/count";
import type { Pack } from "@/lib/packs/pack";
import type { PackRow } from "@/lib/views/pack-row";
import type { PacksView } from "@/lib/views/packs";

/** A pack of which the engine was not asked. */
export const rowOf = (pack: Pack): PackRow => ({
  ...pack,
  ...{ found: null, missing: [], jobs: [], series: 0, values: {}, status: null, edges: null },
});

/** What is known of the packs: at first only that there are some. */
export const rowsOf = (packs: readonly Pack[], asked: PacksView | null): PackRow[] => asked?.items ?? packs.map(rowOf);

type Props = { packs: PackRow[]; asked: PacksView | null; onPack: (pack: PackRow) => void; onOwn: () => void };

/** The first step: a ready-made definition, or PromQL of one's own. */
export function Start({ packs, asked, onPack, onOwn }: Props) {
  const found = packs.filter((pack) => pack.found === true);
  const others = packs.filter((pack) => pack.found !== true);
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
        Several at once, with what they showed lately: <Link href="/slos/packs">Ready-made SLOs</Link>. There are
        documents already? <Link href="/slos/import">Import OpenSLO, Sloth or Pyrra</Link>.
      </p>
      <ul className="panel packs">
        <li>
          <button type="button" onClick={onOwn}>
            <b>Write PromQL</b>
            <span>counters, a histogram, a gauge with a bound, or a ratio</span>
            <Icon name="chevron" size={12} />
          </button>
        </li>
        {found.map((pack) => (
          <PackItem key={pack.id} pack={pack} onPack={onPack} />
        ))}
      </ul>
      {/* Until the engine has answered nobody knows which of them are there. */}
      <details className="others" open={found.length === 0 && asked !== null}>
        <summary>
          {found.length > 0 ? `${count(others.length)} more` : count(others.length)} ready-made definitions
        </summary>
        <ul className="panel packs">
          {others.map((pack) => (
            <PackItem key={pack.id} pack={pack} onPack={onPack} />
          ))}
        </ul>
      </details>
    </section>
  );
}

function PackItem({ pack, onPack }: { pack: PackRow; onPack: Props["onPack"] }) {
  return (
    <li>
      <button type="button" onClick={() => onPack(pack)}>
        <b>{pack.name}</b>
        <span className="mono">{pack.needs.join(", ") || "counters of your own"}</span>
        <Presence pack={pack} />
      </button>
    </li>
  );
}

function Presence({ pack: { found, series, missing, mapped } }: { pack: PackRow }) {
  if (mapped.length > 0) return <span className="hint">to be named</span>;
  if (found === null) return <span className="hint">not asked</span>;
  if (missing.length > 0) return <span className="hint">in part</span>;
  // No verdict: ink, not colour.
  return <span className={found ? "t12 strong" : "hint"}>{found ? `${count(series)} series` : "no series"}</span>;
}
