"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { BadgeButton } from "@/app/_parts/badge-button";
import { observed } from "@/app/_parts/coverage";
import { Crumbs } from "@/app/_parts/crumbs";
import { Icon } from "@/app/_parts/icons";
import { KeyFigures } from "@/app/_parts/key-figures";
import { VerdictChip } from "@/app/_parts/verdict";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { briefly } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";
import { AlertsPanel } from "./alerts-panel";
import { AnnotationsPanel } from "./annotations-panel";
import { BackfillNote } from "./backfill-note";
import { BudgetHow } from "./budget-how";
import { assumedSentence, judgedSentence } from "./budget-words";
import { BurnTable } from "./burn-table";
import { ControlBar } from "./control-bar";
import { CorrectedFigures } from "./corrected-figures";
import { ExportMenu } from "./export-menu";
import { keyFigures } from "./key-figures";
import { type PageTerms, queryOf } from "./range";
import { SloCharts } from "./slo-charts";
import { SloRail } from "./slo-rail";
import { StateNote } from "./state-note";
import "./slo.css";
import "./charts.css";

const AnnotateDialog = dynamic(() => import("./annotate-dialog"), { ssr: false });

export function SloScreen({ id, terms, initial }: { id: string; terms: PageTerms; initial: SloView }) {
  const view = useScreen(screens.slo(id, queryOf(terms)), initial);
  const { row } = view;
  return (
    <div className="slo">
      <Crumbs
        to={[
          { href: "/slos", text: "SLOs" },
          { href: `/slos?service=${encodeURIComponent(row.service)}`, text: row.service },
        ]}
        here={row.id}
      />
      <Head view={view} />
      <BackfillNote view={view} />
      <StateNote view={view} />
      <KeyFigures figures={keyFigures(view)} />
      <ControlBar view={view} />
      <div className="two">
        <div className="stack">
          <CorrectedFigures view={view} />
          <SloCharts view={view} between={<BurnTable view={view} />} />
          <AlertsPanel view={view} />
          <AnnotationsPanel view={view} />
        </div>
        <SloRail view={view} />
      </div>
    </div>
  );
}

function Head({ view }: { view: SloView }) {
  const { row } = view;
  const [annotating, setAnnotating] = useState(false);
  const notes = [judgedSentence(view), assumedSentence(view)].filter((note) => note !== null);
  return (
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
        {view.mayAnnotate && (
          <button type="button" className="btn quiet" onClick={() => setAnnotating(true)}>
            <Icon name="note" size={16} />
            Annotate
          </button>
        )}
        <BadgeButton
          offers={[
            {
              name: row.name,
              src: `/api/v1/slos/${encodeURIComponent(row.id)}/badge.svg`,
              href: `/slos/${encodeURIComponent(row.id)}`,
            },
          ]}
        />
        <ExportMenu view={view} />
        {view.runbook && (
          <a className="btn" href={view.runbook} target="_blank" rel="noreferrer">
            <Icon name="book" size={16} />
            Open runbook
          </a>
        )}
        <Link className="btn" href={`/slos/${encodeURIComponent(row.id)}/target`}>
          {view.history.may === "edit" && view.history.lockedBy === null ? "Edit target" : "Try a target"}
        </Link>
      </div>
      {annotating && <AnnotateDialog view={view} close={() => setAnnotating(false)} />}
    </div>
  );
}
