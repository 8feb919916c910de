"use client";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { Empty } from "@/app/_parts/empty";
import { Icon } from "@/app/_parts/icons";
import { VERDICT_WORDS } from "@/app/_parts/verdict";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { count } from "@/lib/format/count";
import { briefly } from "@/lib/format/time";
import { VERDICTS } from "@/lib/slo/verdict";
import type { SlosView } from "@/lib/views/slos";
import { NoSloYet } from "../(today)/no-slo-yet";
import { filtered } from "./filter";
import { SloTable } from "./slo-table";
import { VerdictStrip } from "./verdict-strip";
import "./slo-table.css";
import "./slos.css";

const FILTER = {
  q: parseAsString.withDefault(""),
  service: parseAsString,
  verdict: parseAsStringLiteral(VERDICTS),
  decision: parseAsStringLiteral(["none"] as const),
};

export function SlosScreen({ initial }: { initial: SlosView }) {
  const { rows, now } = useScreen(screens.slos(), initial);
  const [filter, setFilter] = useQueryStates(FILTER);
  const services = [...new Set(rows.map((row) => row.service))].sort();
  const undecided = rows.filter((row) => row.decision === null).length;
  const finalTo = rows.flatMap((row) => row.finalTo ?? []).sort()[0];
  const shown = filtered(rows, filter);
  if (rows.length === 0)
    return (
      <div className="slos">
        <h1>SLOs</h1>
        <NoSloYet />
      </div>
    );
  return (
    <div className="slos">
      <div className="named">
        <h1>SLOs</h1>
        <Link className="btn noprint" href="/slos/new">
          New SLO
        </Link>
      </div>
      <div className="facts">
        <span>
          <b>{count(rows.length)}</b> in {count(services.length)} {services.length === 1 ? "service" : "services"}
        </span>
        {undecided > 0 && (
          <span>
            <b>{count(undecided)}</b> without a decision
          </span>
        )}
        {finalTo && (
          <span>
            Ledger final to <b>{briefly(finalTo, now)} UTC</b>
          </span>
        )}
      </div>
      <search className="flt noprint">
        <label className="in search">
          <Icon name="search" />
          <span className="sr">Search SLOs</span>
          <input
            type="search"
            placeholder="Name, service, decision"
            value={filter.q}
            onChange={(event) => setFilter({ q: event.target.value || null })}
          />
        </label>
        <label className="chip">
          Service
          <select value={filter.service ?? ""} onChange={(event) => setFilter({ service: event.target.value || null })}>
            <option value="">all</option>
            {services.map((service) => (
              <option key={service}>{service}</option>
            ))}
          </select>
          <Icon name="down" size={12} />
        </label>
        <label className="chip">
          Verdict
          <select
            value={filter.verdict ?? ""}
            onChange={(event) => setFilter({ verdict: VERDICTS.find((v) => v === event.target.value) ?? null })}
          >
            <option value="">all</option>
            {VERDICTS.map((verdict) => (
              <option key={verdict} value={verdict}>
                {VERDICT_WORDS[verdict]}
              </option>
            ))}
          </select>
          <Icon name="down" size={12} />
        </label>
        {undecided > 0 && (
          <button
            type="button"
            className="chip"
            aria-pressed={filter.decision === "none"}
            onClick={() => setFilter({ decision: filter.decision === "none" ? null : "none" })}
          >
            No decision <b>{count(undecided)}</b>
          </button>
        )}
      </search>
      <VerdictStrip rows={shown} />
      {shown.length === 0 ? (
        <Empty title="No SLO fits this filter">
          <p>
            <button type="button" className="btn sm" onClick={() => setFilter(null)}>
              Show all {count(rows.length)}
            </button>
          </p>
        </Empty>
      ) : (
        <SloTable key={JSON.stringify(filter)} rows={shown} all={rows.length} now={now} />
      )}
    </div>
  );
}
