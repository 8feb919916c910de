"use client";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useKeys } from "@/app/_keys/keys";
import { Crumbs } from "@/app/_parts/crumbs";
import { Icon } from "@/app/_parts/icons";
import { type KeyFigure, KeyFigures } from "@/app/_parts/key-figures";
import { ProblemNote } from "@/app/_parts/problem-note";
import { VerdictChip } from "@/app/_parts/verdict";
import { screens } from "@/app/_queries";
import { type Problem, problemIn, send } from "@/app/_send";
import { useScreen } from "@/app/_use-screen";
import { count, countInWords } from "@/lib/format/count";
import { duration, theWindow, windowInWords } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import { briefly } from "@/lib/format/time";
import type { BreachView } from "@/lib/views/breach";
import type { SloRow } from "@/lib/views/slo-row";
import { BreachChart } from "./breach-chart";
import { CauseForm } from "./cause-form";
import { DecisionPanel } from "./decision-panel";
import { GoOn } from "./go-on";
import { SameHoursBefore } from "./same-hours-before";
import { Timeline } from "./timeline";
import { WhoIsHit } from "./who-is-hit";
import "./breach.css";

const NoteDialog = dynamic(() => import("./note-dialog"), { ssr: false });

export function BreachScreen({ initial }: { initial: BreachView }) {
  const view = useScreen(screens.breach(initial.row.id), initial);
  const { row, slo, may, runbook } = view;
  const [noting, setNoting] = useState(false);
  const { acknowledge, problem } = useAcknowledge(row.id);
  const addNote = may.note ? () => setNoting(true) : null;
  useKeys([
    ...(may.note
      ? [
          { keys: "e", says: "Acknowledge the breach", act: acknowledge },
          { keys: "n", says: "Add a note", act: () => setNoting(true) },
        ]
      : []),
    ...(runbook
      ? [{ keys: "r", says: "Open the runbook", act: () => void open(runbook, "_blank", "noreferrer") }]
      : []),
  ]);
  return (
    <div className="breach-page">
      <Crumbs to={[{ href: "/breaches", text: "Breaches" }]} here={`B-${row.id}`} />
      <div className="head">
        <div>
          <h1 className="ttl">
            <Link className="plain" href={`/slos/${encodeURIComponent(slo.id)}`}>
              {slo.name}
            </Link>{" "}
            {row.closedAt === null ? (
              <VerdictChip verdict="breached" />
            ) : (
              <span className="v note">Closed {briefly(row.closedAt, view.now)}</span>
            )}{" "}
            {view.silences.some(({ alert }) => alert === null) && (
              <span className="v note">
                <Icon name="bell-off" size={12} />
                Silenced
              </span>
            )}
          </h1>
        </div>
        <div className="acts noprint">
          <Acknowledge view={view} acknowledge={acknowledge} />
          {runbook && (
            <a className="btn pri" href={runbook} target="_blank" rel="noreferrer">
              <Icon name="book" size={16} />
              Open runbook <kbd>r</kbd>
            </a>
          )}
        </div>
      </div>
      <Lede view={view} />
      <Silences view={view} />
      <ProblemNote problem={problem} />
      <KeyFigures figures={figures(view)} />
      <div className="two">
        <div className="stack">
          <BreachChart view={view} />
          <WhoIsHit view={view} />
          <div className="three">
            <SameHoursBefore view={view} />
            <CauseForm view={view} />
          </div>
        </div>
        <div className="stack">
          <DecisionPanel view={view} />
          <Timeline view={view} addNote={addNote} />
          <GoOn view={view} />
        </div>
      </div>
      {noting && <NoteDialog breachId={row.id} close={() => setNoting(false)} />}
    </div>
  );
}

function Lede({ view: { sentence, row, changeBefore, contribution } }: { view: BreachView }) {
  return (
    <p className="lede">
      <b>{sentence}</b>
      {changeBefore && (
        <>
          {" "}
          It began {minutesAfter(changeBefore.minutes)} <span className="mono nowrap">{changeBefore.title}</span>.
        </>
      )}
      {contribution.kept?.sentence && (
        <>
          {" "}
          {contribution.kept.sentence.map(({ text, code }) =>
            code ? (
              <span key={text} className="mono">
                {text}
              </span>
            ) : (
              text
            ),
          )}
        </>
      )}
      {row.closeReason && ` Closed: ${row.closeReason}.`}
      {row.origin === "backfill" && " Found in history, so nobody was told at the time."}
    </p>
  );
}

/** Alertmanager keeps quiet; the breach does not end by it. */
function Silences({ view: { silences, now } }: { view: BreachView }) {
  if (silences.length === 0) return null;
  return (
    <ul className="silences">
      {silences.map(({ until, by, comment, alert }) => (
        <li key={`${alert} ${until} ${by} ${comment}`}>
          <Icon name="bell-off" />
          <p>
            <b>
              Alertmanager tells nobody {alert === null ? "of this breach" : `of ${alert}`} until {briefly(until, now)}
            </b>
            , silenced by {by || "somebody"}
            {comment && `: “${comment}”`}
          </p>
        </li>
      ))}
    </ul>
  );
}

const minutesAfter = (minutes: number): string =>
  minutes < 1 ? "within a minute of" : `${countInWords(minutes)} ${minutes === 1 ? "minute" : "minutes"} after`;

function Acknowledge({
  view: { acknowledged, may, row, now },
  acknowledge,
}: {
  view: BreachView;
  acknowledge: () => void;
}) {
  if (acknowledged)
    return (
      <span className="ack muted" role="status">
        <Icon name="check" />
        {acknowledged.by}, {briefly(acknowledged.at, now)}
      </span>
    );
  if (!may.note || row.closedAt !== null) return null;
  return (
    <button type="button" className="btn" onClick={acknowledge}>
      Acknowledge <kbd>e</kbd>
    </button>
  );
}

function useAcknowledge(breachId: number): { acknowledge: () => void; problem: Problem | null } {
  const queries = useQueryClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  const acknowledge = async (): Promise<void> => {
    try {
      await send("POST", `/api/v1/breaches/${breachId}/entries`, { what: "acknowledged" });
      setProblem(null);
      await queries.invalidateQueries({ queryKey: ["screen"] });
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    }
  };
  return { acknowledge: () => void acknowledge(), problem };
}

function figures({ row, slo, sinceOpening, target, now }: BreachView): KeyFigure[] {
  const { attainment, bad, allowed, coverage } = sinceOpening;
  const open = row.closedAt === null;
  const events = slo.kind === "latency" ? "Slow requests" : "Bad events";
  return [
    {
      label: open ? "Since opening" : "While open",
      value: attainment === null ? "–" : percent(attainment),
      note: `target ${target.statement}`,
      coverage,
      bad: attainment !== null && attainment < target.objective,
    },
    {
      label: `${windowInWords(slo.window)}, now`,
      value: slo.attainment === null ? "–" : percent(slo.attainment),
      note:
        slo.attainment === null
          ? "not known"
          : slo.attainment < slo.objective
            ? "past the promise"
            : "within the promise",
      coverage: slo.coverage,
    },
    { label: events, value: count(bad), note: `${count(allowed)} were allowed`, coverage },
    {
      label: "Budget spent here",
      value: row.budgetSpent === null ? "–" : percent(row.budgetSpent),
      note: `of what ${theWindow(slo.window)} may spend`,
      coverage: row.coverage,
    },
    open
      ? budgetGone(slo, now)
      : { label: "Length", value: duration(row.durationSeconds), note: `until ${briefly(row.closedAt ?? now, now)}` },
    { label: "Coverage", value: percent(coverage), note: `of ${duration(row.durationSeconds)}` },
  ];
}

function budgetGone({ budget, exhaustedInSeconds: seconds }: SloRow, now: string): KeyFigure {
  const { remaining, coverage } = budget;
  const label = "Budget gone in";
  if (remaining !== null && remaining <= 0)
    return { label, value: "gone", note: `${percent(-remaining, 0)} over`, coverage, bad: true };
  if (seconds === null) return { label, value: "–", note: "it holds at this rate", coverage };
  return {
    label,
    value: duration(seconds),
    note: `${briefly(Date.parse(now) + seconds * 1_000, now)} at this rate`,
    coverage,
  };
}
