"use client";
import Link from "next/link";
import { useState } from "react";
import { BudgetBar, budgetLeft } from "@/app/_parts/budget";
import { observed } from "@/app/_parts/coverage";
import { Icon } from "@/app/_parts/icons";
import { VerdictShape } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import type { TodayView } from "@/lib/views/today";
import { lastHourFigure } from "./last-hour";

/** What needs nobody today, one press away. */
export function Rest({ group: { rows, total }, alone }: { group: TodayView["met"]; alone: boolean }) {
  const [open, setOpen] = useState(alone);
  const tightest = rows[0];
  if (!tightest) return null;
  return (
    <details className="rest" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="tone-met">
          <VerdictShape verdict="met" />
        </span>
        <b>{alone ? `All ${count(total)} met` : `Everything else: ${count(total)} met`}</b>
        <span className="muted">
          tightest: {tightest.name}, {budgetLeft(tightest.budget.remaining)}, {observed(tightest.budget.coverage)}
        </span>
        <Icon name="down" size={16} />
      </summary>
      {open && (
        <>
          <ul className="mets">
            {rows.map((row) => {
              const { figure, target } = lastHourFigure(row);
              return (
                <li key={row.id}>
                  <Link className="plain" href={`/slos/${encodeURIComponent(row.id)}`}>
                    <span>{row.name}</span>
                    <b>{figure}</b>
                    <span className="muted">{target.replace(/^(target|p95) /, "")}</span>
                    <span className="muted" title={`Last hour ${observed(row.lastHour.coverage)}`}>
                      {observed(row.coverage)}
                    </span>
                    <BudgetBar row={row} />
                  </Link>
                </li>
              );
            })}
          </ul>
          {total > rows.length && (
            <p className="hint">
              The {count(rows.length)} with the least budget left.{" "}
              <Link href="/slos?verdict=met">Show all {count(total)} that meet their targets</Link>
            </p>
          )}
        </>
      )}
    </details>
  );
}
