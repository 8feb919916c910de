import { verdictTone } from "@/app/_parts/verdict";
import { times } from "@/lib/format/times";
import type { SloRow } from "@/lib/views/slo-row";
import "./plumb.css";

const PX_PER_E = 21;
const REACH = 33;

/** Where a share of misses stands beside the line at "exactly the allowed share": logarithmic, left is over, right is within. */
export function plumbOffset(missesToAllowed: number): number {
  if (missesToAllowed <= 0) return REACH;
  return Math.max(-REACH, Math.min(REACH, -Math.log(missesToAllowed) * PX_PER_E));
}

export function Plumb({ row }: { row: SloRow }) {
  if (row.verdict === "unknown")
    return (
      <div className="pg" role="img" aria-label="Misses of the last hour are not known">
        <span className="pgx">?</span>
      </div>
    );
  if (row.missesToAllowed === null) return null;
  const x = plumbOffset(row.missesToAllowed);
  const over = row.missesToAllowed > 1;
  const tone = over && row.verdict === "breached" ? "breach" : verdictTone(row.verdict);
  const label = times(row.missesToAllowed);
  return (
    <div
      className={over ? "pg out" : "pg"}
      style={{ "--x": `${x.toFixed(1)}px` } as React.CSSProperties}
      role="img"
      aria-label={`${label} the allowed share of misses in the last hour`}
    >
      <i className={`ln ${tone}`} />
      <i className={`dt ${tone}`} />
      <span className="pgt">{label}</span>
    </div>
  );
}
