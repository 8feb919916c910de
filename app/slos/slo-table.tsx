"use client";
import Link from "next/link";
import { Fragment, useEffect, useRef, useState } from "react";
import { BudgetBar, budgetLeft, budgetTone } from "@/app/_parts/budget";
import { DecisionTag } from "@/app/_parts/decision-tag";
import { Icon } from "@/app/_parts/icons";
import { Sparkline } from "@/app/_parts/sparkline";
import { VERDICT_WORDS, VerdictChip } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import { briefly } from "@/lib/format/time";
import type { Verdict } from "@/lib/slo/verdict";
import type { SloListRow } from "@/lib/views/slos";
import { byVerdict } from "./filter";

const STEP = 60;
const COLUMNS = 9;

/** Drawn in steps as the reader scrolls: a thousand rows at once would only be waited for. */
export function SloTable({ rows, all, now }: { rows: SloListRow[]; all: number; now: string }) {
  const [limit, setLimit] = useState(STEP);
  const [folded, setFolded] = useState<Verdict[]>([]);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const seen = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setLimit((n) => Math.min(n + STEP, rows.length)),
      { rootMargin: "600px" },
    );
    if (end.current && limit < rows.length) seen.observe(end.current);
    return () => seen.disconnect();
  }, [limit, rows.length]);

  const drawn = rows.slice(0, limit);
  const sizes = new Map(byVerdict(rows).map((group) => [group.verdict, group.rows.length]));
  return (
    <>
      <div className="panel tw">
        <table className="tb ls">
          <caption className="sr">SLOs by verdict, soonest exhausted first</caption>
          <thead>
            <tr>
              <th scope="col">Verdict</th>
              <th scope="col">SLO</th>
              <th scope="col" className="c-s">
                Service
              </th>
              <th scope="col" className="num cf">
                Window
              </th>
              <th scope="col" className="ct">
                Target
              </th>
              <td className="csp" />
              <th scope="col">Budget left</th>
              <th scope="col" className="ce">
                Gone in
              </th>
              <th scope="col">Decision</th>
              <th scope="col" className="num cc">
                Coverage
              </th>
            </tr>
          </thead>
          <tbody>
            {byVerdict(drawn).map((group) => {
              const open = !folded.includes(group.verdict);
              const word = VERDICT_WORDS[group.verdict];
              return (
                <Fragment key={group.verdict}>
                  <tr className="g">
                    <th scope="colgroup" colSpan={COLUMNS + 1}>
                      <button
                        type="button"
                        aria-expanded={open}
                        onClick={() =>
                          setFolded(open ? [...folded, group.verdict] : folded.filter((v) => v !== group.verdict))
                        }
                      >
                        <Icon name={open ? "down" : "chevron"} />
                        <b>{word}</b>
                        <span>{count(sizes.get(group.verdict) ?? 0)}</span>
                      </button>
                    </th>
                  </tr>
                  {open && group.rows.map((row) => <Row key={row.id} row={row} now={now} />)}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className="ft" ref={end}>
        {drawn.length < rows.length
          ? `${count(drawn.length)} of ${count(rows.length)} drawn; the rest as you scroll`
          : rows.length < all && `${count(rows.length)} of ${count(all)} fit the filter`}
      </div>
    </>
  );
}

function Row({ row, now }: { row: SloListRow; now: string }) {
  const left =
    row.verdict === "no-traffic" && row.budget.remaining === null ? "–" : budgetLeft(row.budget.remaining, "");
  return (
    <tr>
      <td className="cv">
        <VerdictChip verdict={row.verdict} />
      </td>
      <th scope="row" className="cn">
        <div className="cw">
          <Link
            className="plain"
            href={`/slos/${encodeURIComponent(row.id)}`}
            title={[row.name, row.reason].filter(Boolean).join(": ")}
          >
            {row.name}
          </Link>
          {row.approximate && (
            <span
              className="tag"
              title="The expression is evaluated as it was written; its figures are no exact counts."
            >
              approximate
            </span>
          )}
          {row.findings > 0 && (
            <Link
              className="tag"
              href={`/slos/${encodeURIComponent(row.id)}#lint`}
              title="What is doubtful about this SLO"
            >
              {count(row.findings)} {row.findings === 1 ? "finding" : "findings"}
            </Link>
          )}
          <span className="ph1">{row.service}</span>
        </div>
      </th>
      <td className="c-s muted">{row.service}</td>
      <td className="num cf">{row.attainment === null ? "–" : percent(row.attainment)}</td>
      <td className="ct muted">
        {row.targetStatement}
        <span className="win"> {row.window}</span>
      </td>
      <td className="csp">
        <Sparkline values={row.sparkline} objective={row.objective} verdict={row.verdict} width={96} height={24} />
      </td>
      <td className="cb">
        <div>
          <BudgetBar row={row} />
          <span className={budgetTone(row)}>{left}</span>
        </div>
      </td>
      <td className="ce">{goneIn(row, now)}</td>
      <td className="cd">
        <DecisionTag decision={row.decision} />
      </td>
      <td className="num cc muted">
        {percent(row.coverage)}
        <span className="lb"> observed</span>
      </td>
    </tr>
  );
}

function goneIn(row: SloListRow, now: string) {
  if (row.verdict === "no-traffic") return <span className="muted">no requests</span>;
  if (row.verdict === "unknown" && row.finalTo) return `as of ${briefly(row.finalTo, now)}`;
  if (row.budget.remaining !== null && row.budget.remaining <= 0) return <b>gone</b>;
  if (row.exhaustedInSeconds === null) return <span className="muted">holds</span>;
  return row.verdict === "breached" ? <b>{duration(row.exhaustedInSeconds)}</b> : duration(row.exhaustedInSeconds);
}
