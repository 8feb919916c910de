import Link from "next/link";
import { BudgetBar, budgetLeft, budgetOutlook, budgetTone } from "@/app/_parts/budget";
import { DecisionTag } from "@/app/_parts/decision-tag";
import { Sparkline } from "@/app/_parts/sparkline";
import { VerdictChip } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { percent } from "@/lib/format/percent";
import type { SloRow } from "@/lib/views/slo-row";
import { lastHourFigure } from "./last-hour";
import { Plumb } from "./plumb";

export function Group({ title, why, rows }: { title: string; why: string; rows: SloRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section className="group">
      <div className="grp">
        <h2>{title}</h2>
        <span className="gn">{count(rows.length)}</span>
        <span className="why">{why}</span>
      </div>
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

/** The whole row leads to the open breach, or to the SLO; the decision leads to its own place. */
function Row({ row }: { row: SloRow }) {
  const href = row.openBreach ? `/breaches/${row.openBreach.id}` : `/slos/${encodeURIComponent(row.id)}`;
  const { figure, target } = lastHourFigure(row);
  return (
    <li className="row">
      <div className="c-v">
        <VerdictChip
          verdict={row.verdict}
          {...(row.stale && row.verdict === "breached" ? { word: "Breached, stale" } : {})}
        />
      </div>
      <div className="c-n">
        <div className="nm">
          <Link className="plain strong over" href={href}>
            {row.name}
          </Link>
          <span>{row.service}</span>
        </div>
        <DecisionTag decision={row.decision} />
      </div>
      <div className="c-f">
        <b>
          <span className="sr">Last hour </span>
          {figure}
        </b>
        <span>{target}</span>
      </div>
      <div className="c-p">
        <Plumb row={row} />
      </div>
      <div className="c-s">
        <Sparkline values={row.sparkline} objective={row.objective} verdict={row.verdict} />
      </div>
      <div className="c-b">
        <div className="bl">
          <b className={budgetTone(row)}>{budgetLeft(row.budget.remaining)}</b>
          <span>{budgetOutlook(row)}</span>
        </div>
        <BudgetBar row={row} />
      </div>
      <div className="c-c" title="Coverage: observed minutes of elapsed minutes">
        <span className="sr">Coverage </span>
        {percent(row.coverage)}
      </div>
      {row.reason && <p className="whyx">{row.reason}</p>}
    </li>
  );
}
