import Link from "next/link";
import { BudgetBar, budgetLeft, budgetOutlook, budgetTone } from "@/app/_parts/budget";
import { DecisionTag } from "@/app/_parts/decision-tag";
import { Sparkline } from "@/app/_parts/sparkline";
import { VerdictChip } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { percent } from "@/lib/format/percent";
import type { Verdict } from "@/lib/slo/verdict";
import type { SloRow } from "@/lib/views/slo-row";
import type { ReviewGroup } from "@/lib/views/today";
import { lastHourFigure } from "./last-hour";
import { Plumb } from "./plumb";

type Props = { title: string; why: string; verdict: Verdict; group: ReviewGroup };

/** The neediest of a verdict; where there are more, the way to all of them. */
export function Group({ title, why, verdict, group: { rows, total } }: Props) {
  if (total === 0) return null;
  return (
    <section className="group">
      <div className="grp">
        <h2>{title}</h2>
        <span className="gn">{count(total)}</span>
        <span className="why">{why}</span>
      </div>
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {total > rows.length && (
        <p className="more">
          and {count(total - rows.length)} more. <Link href={`/slos?verdict=${verdict}`}>Show all {count(total)}</Link>
        </p>
      )}
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
      <div className="c-c" title="Coverage: observed of elapsed time, over the window and in the last hour">
        <span className="sr">Coverage of the window </span>
        {percent(row.coverage)}
        <span>
          <span className="sr">of the </span>last h {percent(row.lastHour.coverage, 0)}
        </span>
      </div>
      {row.reason && <p className="whyx">{row.reason}</p>}
    </li>
  );
}
