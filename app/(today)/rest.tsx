"use client";
import Link from "next/link";
import { useState } from "react";
import { BudgetBar, budgetLeft } from "@/app/_parts/budget";
import { Icon } from "@/app/_parts/icons";
import { VerdictShape } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import type { SloRow } from "@/lib/views/slo-row";
import { lastHourFigure } from "./last-hour";

const SHOWN = 24;

/** What needs nobody today, one press away. */
export function Rest({ rows, alone }: { rows: SloRow[]; alone: boolean }) {
  const [open, setOpen] = useState(alone);
  if (rows.length === 0) return null;
  const tightest = rows.reduce((a, b) => ((b.budget.remaining ?? 1) < (a.budget.remaining ?? 1) ? b : a));
  return (
    <details className="rest" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="tone-met">
          <VerdictShape verdict="met" />
        </span>
        <b>{alone ? `All ${count(rows.length)} met` : `Everything else: ${count(rows.length)} met`}</b>
        <span className="muted">
          tightest: {tightest.name}, {budgetLeft(tightest.budget.remaining)}
        </span>
        <Icon name="down" size={16} />
      </summary>
      {open && (
        <>
          <ul className="mets">
            {rows.slice(0, SHOWN).map((row) => {
              const { figure, target } = lastHourFigure(row);
              return (
                <li key={row.id}>
                  <Link className="plain" href={`/slos/${encodeURIComponent(row.id)}`}>
                    <span>{row.name}</span>
                    <b>{figure}</b>
                    <span className="muted">{target.replace(/^(target|p95) /, "")}</span>
                    <BudgetBar row={row} />
                  </Link>
                </li>
              );
            })}
          </ul>
          {rows.length > SHOWN && (
            <p className="hint">
              <Link href="/slos?verdict=met">Show all {count(rows.length)}</Link>
            </p>
          )}
        </>
      )}
    </details>
  );
}
