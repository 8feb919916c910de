"use client";
import Link from "next/link";
import { useMemo } from "react";
import { ChartPanel } from "@/app/_charts/chart-panel";
import { observed } from "@/app/_parts/coverage";
import { monthName } from "@/lib/format/time";
import type { MonthRow } from "@/lib/views/costs";
import { amountInWords, Money } from "./amount";
import { monthsOption } from "./months-option";
import { type CostTerms, termsQuery } from "./terms";

type Props = { months: MonthRow[]; currency: string; chosen: string; terms: CostTerms };

/** Month beside month, as a picture and as the table from which one is chosen. */
export function MonthChart({ months, currency, chosen, terms }: Props) {
  const option = useMemo(() => monthsOption(months, currency), [months, currency]);
  return (
    <ChartPanel
      title="By month"
      sentence={sentenceOf(months, currency)}
      option={option}
      group="costs"
      height={210}
      queries={[]}
      table={
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        <section className="twin-table" tabIndex={0} aria-label="Costs by month">
          <table className="tb">
            <thead>
              <tr>
                <th scope="col">Month</th>
                {["Without", "With", "As promised", "Benefit", "Observed"].map((word) => (
                  <th key={word} scope="col" className="num">
                    {word}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...months].reverse().map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <Link
                      href={`/costs${termsQuery({ ...terms, month: row.id })}`}
                      aria-current={row.id === chosen ? "true" : undefined}
                      scroll={false}
                    >
                      {monthName(row.id)}
                    </Link>
                    {!row.isWhole && " so far"}
                  </th>
                  {[row.without, row.with, row.promised, row.benefit].map((amount, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move.
                    <td key={i} className="num">
                      <Money amount={amount} currency={currency} />
                    </td>
                  ))}
                  <td className="num muted">{observed(row.coverage)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      }
    />
  );
}

function sentenceOf(months: MonthRow[], currency: string): string {
  const whole = months.filter(({ isWhole, benefit }) => isWhole && benefit.known);
  const last = months.at(-1);
  const rest = last && !last.isWhole ? ` ${monthName(last.id)} is counted so far, and not grown to a whole month.` : "";
  if (whole.length === 0) return `No whole month is counted yet.${rest}`;
  const saved = whole.reduce((sum, { benefit }) => sum + (benefit.known ? benefit.micros : 0), 0);
  const size = amountInWords({ known: true, micros: Math.abs(saved) }, currency);
  return `Over ${whole.length === 1 ? "one whole month" : `${whole.length} whole months`} the caches ${
    saved < 0 ? `cost ${size} more than they saved` : `saved ${size}`
  }.${rest}`;
}
