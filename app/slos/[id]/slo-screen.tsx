"use client";
import Link from "next/link";
import { observed } from "@/app/_parts/coverage";
import { Crumbs } from "@/app/_parts/crumbs";
import { Icon } from "@/app/_parts/icons";
import { KeyFigures } from "@/app/_parts/key-figures";
import { VerdictChip } from "@/app/_parts/verdict";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { briefly } from "@/lib/format/time";
import type { RangeName, SloView } from "@/lib/views/slo";
import { BackfillNote } from "./backfill-note";
import { BudgetHow } from "./budget-how";
import { assumedSentence, judgedSentence } from "./budget-words";
import { BurnTable } from "./burn-table";
import { CorrectedFigures } from "./corrected-figures";
import { keyFigures } from "./key-figures";
import { RANGE_WORDS } from "./range";
import { SloCharts } from "./slo-charts";
import { SloRail } from "./slo-rail";
import "./slo.css";

export function SloScreen({ id, range, initial }: { id: string; range: RangeName; initial: SloView }) {
  const view = useScreen(screens.slo(id, range), initial);
  const { row } = view;
  const notes = [judgedSentence(view), assumedSentence(view)].filter((note) => note !== null);
  return (
    <div className="slo">
      <Crumbs
        to={[
          { href: "/slos", text: "SLOs" },
          { href: `/slos?service=${encodeURIComponent(row.service)}`, text: row.service },
        ]}
        here={row.id}
      />
      <div className="head">
        <div>
          <h1 className="ttl">
            {row.name} <VerdictChip verdict={row.verdict} />
            {row.approximate && <span className="v note">approximate</span>}
          </h1>
          <p className="lede">
            <b>{view.budgetSentence}</b> {observed(row.coverage)}.{row.reason && ` ${row.reason}`}
            {row.openBreach && (
              <>
                {" "}
                <Link href={`/breaches/${row.openBreach.id}`}>
                  See the breach open since {briefly(row.openBreach.openedAt, view.now)}
                </Link>
                .
              </>
            )}
          </p>
          <BudgetHow view={view} />
          {notes.length > 0 && (
            <ul className="notes">
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          {view.description && <p className="hint desc">{view.description}</p>}
        </div>
        <div className="acts noprint">
          {view.runbook && (
            <a className="btn" href={view.runbook} target="_blank" rel="noreferrer">
              <Icon name="book" size={16} />
              Open runbook
            </a>
          )}
          <Link className="btn" href={`/slos/${encodeURIComponent(id)}/target`}>
            {view.history.may === "edit" && view.history.lockedBy === null ? "Edit target" : "Try a target"}
          </Link>
        </div>
      </div>
      <BackfillNote view={view} />
      <KeyFigures figures={keyFigures(view)} />
      <div className="ctl noprint">
        <nav className="seg" aria-label="Range">
          {(Object.keys(RANGE_WORDS) as RangeName[]).map((name) => (
            <Link
              key={name}
              href={`?range=${name}`}
              scroll={false}
              replace
              aria-current={name === range ? "page" : undefined}
            >
              {RANGE_WORDS[name]}
            </Link>
          ))}
        </nav>
        <span className="hint">
          {briefly(view.range.from, view.now)} – {briefly(view.range.to, view.now)} UTC
        </span>
      </div>
      <div className="two">
        <div className="stack">
          <CorrectedFigures view={view} />
          <SloCharts view={view} />
          <BurnTable view={view} />
        </div>
        <SloRail view={view} />
      </div>
    </div>
  );
}
