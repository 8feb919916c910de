"use client";
import { memo, type Ref, useEffect, useRef } from "react";
import { BudgetBar, budgetLeft, budgetTone } from "@/app/_parts/budget";
import { DecisionTag } from "@/app/_parts/decision-tag";
import { Icon } from "@/app/_parts/icons";
import { Sparkline } from "@/app/_parts/sparkline";
import { VerdictChip } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import { briefly, shortDay } from "@/lib/format/time";
import type { SloListRow } from "@/lib/views/slos";

export const hrefOf = ({ id }: SloListRow): string => `/slos/${encodeURIComponent(id)}`;

type Props = {
  row: SloListRow;
  /** UTC day and minute: a row is drawn anew when what it says of time changes. */
  minute: string;
  /** Among all lines, the head being the first. */
  line: number;
  index: number;
  /** px below the first line; null: after what stands before it. */
  top: number | null;
  measure: Ref<HTMLTableRowElement> | undefined;
  /** Counts up whenever the keyboard comes to this row; 0: it is elsewhere. */
  focus: number;
  withWindow: boolean;
};

/**
 * One SLO. Its links are plain ones, and the table leads along them: of a thousand rows that scroll by, none fetches anything
 * in advance.
 */
export const Row = memo(function Row({ row, minute, line, index, top, measure, focus, withWindow }: Props) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (focus > 0) link.current?.focus({ preventScroll: true });
  }, [focus]);
  const href = hrefOf(row);
  const left =
    row.verdict === "no-traffic" && row.budget.remaining === null ? "–" : budgetLeft(row.budget.remaining, "");
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={line}
      className={focus > 0 ? "r foc" : "r"}
      style={top === null ? undefined : { top }}
    >
      <td className="cv">
        <VerdictChip verdict={row.verdict} />
      </td>
      <th scope="row" className="cn">
        <a ref={link} className="nm" href={href} title={[row.name, row.reason].filter(Boolean).join(": ")}>
          {row.name}
        </a>
        {row.drift && (
          <a className="dn" href={`${href}#why`} title="The target in force differs from what the record promises">
            <Icon name="differs" size={11} />
            drift
          </a>
        )}
        {row.approximate && (
          <span className="dn" title="The expression is evaluated as it was written; its figures are no exact counts.">
            <span aria-hidden="true">≈</span>
            <span className="sr">approximate</span>
          </span>
        )}
        {row.findings > 0 && (
          <a className="dn" href={`${href}#lint`} title="What is doubtful about this SLO">
            {count(row.findings)}
            <span className="ld">{row.findings === 1 ? " finding" : " findings"}</span>
          </a>
        )}
        <span className="ph1">{row.service}</span>
      </th>
      <td className="c-s muted" title={row.service}>
        {row.service}
      </td>
      <td className="c-t muted">{row.team ?? "–"}</td>
      <td className="num c-i muted">{row.tier ?? "–"}</td>
      <td className="num cf">{row.attainment === null ? "–" : percent(row.attainment)}</td>
      <td className="ct muted">
        {row.targetStatement}
        {withWindow && <span className="win"> {row.window}</span>}
      </td>
      <td className="csp">
        <Sparkline values={row.sparkline} objective={row.objective} verdict={row.verdict} width={96} height={24} />
      </td>
      <td className="cb">
        <div className="bl">
          <BudgetBar row={row} />
          <span className={budgetTone(row)}>{left}</span>
        </div>
      </td>
      <td className="ce">{goneIn(row, minute)}</td>
      <td className="cd">
        <DecisionTag decision={row.decision} plain />
      </td>
      <td className="num cc muted">
        {percent(row.coverage)}
        <span className="lb"> observed</span>
      </td>
    </tr>
  );
});

function goneIn(row: SloListRow, now: string) {
  if (row.verdict === "no-traffic") return <span className="muted">no requests</span>;
  if (row.verdict === "unknown" && row.finalTo) return `as of ${briefly(row.finalTo, now)}`;
  if (row.budget.remaining !== null && row.budget.remaining <= 0)
    return row.goneSince === null ? "gone" : `gone since ${shortDay(row.goneSince)}`;
  if (row.exhaustedInSeconds === null) return <span className="muted">holds</span>;
  return duration(row.exhaustedInSeconds);
}
