"use client";
import { useId, useState } from "react";
import { QueryTwin } from "@/app/_charts/query-twin";
import { BREACH_KIND_WORDS } from "@/app/_parts/breach-words";
import { observed } from "@/app/_parts/coverage";
import { percent } from "@/lib/format/percent";
import { times } from "@/lib/format/times";
import type { SloView } from "@/lib/views/slo";

/** Each pair fires when both of its windows burn faster than its factor. */
export function BurnTable({ view: { burn, row, queries } }: { view: SloView }) {
  const [asked, setAsked] = useState(false);
  const twin = useId();
  if (burn.length === 0) return null;
  const most = Math.max(20, ...burn.flatMap((pair) => [pair.factor, pair.long ?? 0, pair.short ?? 0]));
  const place = (factor: number) => `${((Math.log(1 + factor) / Math.log(1 + most)) * 100).toFixed(1)}%`;
  const marks = [...new Set([1, ...burn.map((pair) => pair.factor)])].sort((a, b) => a - b);
  const firing = burn.filter((pair) => pair.firing);
  /** The verdict follows the burn of the last 6 h where no pair fires (arithmetic.md 18). */
  const setsRisk = row.verdict === "at-risk" && firing.length === 0;
  const why = setsRisk ? " At risk because the present rate ends the budget early." : "";
  return (
    <section className="panel" aria-labelledby="burn">
      <div className="ph">
        <h2 id="burn">Burn rate</h2>
        <span className="r noprint">
          <button
            type="button"
            className="link"
            aria-expanded={asked}
            aria-controls={twin}
            onClick={() => setAsked(!asked)}
          >
            Query
          </button>
        </span>
      </div>
      <p className="sum">
        {firing.length === 0
          ? "No pair is above its factor in both windows, so none fires."
          : `${firing.map((pair) => `${pair.longLabel} and ${pair.shortLabel}`).join(", ")}: above the factor in both windows.`}
        {why} The mark is the factor; the upper bar is the long window.
      </p>
      <div className="pb scroll">
        <table className="tb burn">
          <thead>
            <tr>
              <th scope="col">Window pair</th>
              <th scope="col" className="num">
                Long
              </th>
              <th scope="col" className="num">
                Short
              </th>
              <td className="bw" aria-hidden="true">
                <span>0</span>
                {marks.map((mark) => (
                  <span key={mark} style={{ left: place(mark) }}>
                    {times(mark)}
                  </span>
                ))}
              </td>
              <th scope="col">Fires as</th>
            </tr>
          </thead>
          <tbody>
            {burn.map((pair) => (
              <tr key={`${pair.longLabel} ${pair.shortLabel}`}>
                <th scope="row">
                  {pair.longLabel} and {pair.shortLabel}
                  <small>
                    {percent(pair.longCoverage, 0)} and {observed(pair.shortCoverage)}
                  </small>
                </th>
                <td className={`num ${pair.long !== null && pair.long >= pair.factor ? "strong" : ""}`}>
                  {factor(pair.long)}
                </td>
                <td className={`num ${pair.short !== null && pair.short >= pair.factor ? "strong" : ""}`}>
                  {factor(pair.short)}
                </td>
                <td className="bw" aria-hidden="true">
                  <div className={`bb ${pair.firing || (setsRisk && pair.longLabel === "6 h") ? "on" : ""}`}>
                    <i className="l" style={{ width: place(pair.long ?? 0) }} />
                    <i className="s" style={{ width: place(pair.short ?? 0) }} />
                    <em style={{ left: place(pair.factor) }} />
                  </div>
                </td>
                <td>
                  <span className="muted">
                    {BREACH_KIND_WORDS[pair.kind]} at {times(pair.factor)}
                  </span>
                  {pair.firing && <b className="fires">fires now</b>}
                  {setsRisk && pair.longLabel === "6 h" && <b className="fires">sets “at risk”</b>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div id={twin} className="pb" hidden={!asked}>
        {asked && <QueryTwin queries={queries} />}
      </div>
    </section>
  );
}

function factor(n: number | null): string {
  return n === null ? "–" : times(n);
}
