"use client";
import Link from "next/link";
import { Crumbs } from "@/app/_parts/crumbs";
import { Icon } from "@/app/_parts/icons";
import { type KeyFigure, KeyFigures } from "@/app/_parts/key-figures";
import { VerdictChip } from "@/app/_parts/verdict";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { count } from "@/lib/format/count";
import { duration, theWindow, windowInWords } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import { briefly } from "@/lib/format/time";
import type { BreachView } from "@/lib/views/breach";
import type { SloRow } from "@/lib/views/slo-row";
import { BreachChart } from "./breach-chart";
import { BreachRail } from "./breach-rail";
import { SameHoursBefore } from "./same-hours-before";
import "./breach.css";

export function BreachScreen({ initial }: { initial: BreachView }) {
  const view = useScreen(screens.breach(initial.row.id), initial);
  const { row, slo } = view;
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
            )}
          </h1>
          <p className="lede">
            <b>{view.sentence}</b>
            {row.closeReason && ` Closed: ${row.closeReason}.`}
            {row.origin === "backfill" && " Found in history, so nobody was told at the time."}
          </p>
        </div>
        {view.runbook && (
          <div className="acts noprint">
            <a className="btn pri" href={view.runbook} target="_blank" rel="noreferrer">
              <Icon name="book" size={16} />
              Open runbook
            </a>
          </div>
        )}
      </div>
      <KeyFigures figures={figures(view)} />
      <div className="two">
        <div className="stack">
          <BreachChart view={view} />
          <SameHoursBefore view={view} />
        </div>
        <BreachRail view={view} />
      </div>
    </div>
  );
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
    { label: "Coverage", value: percent(coverage), note: "of the breach’s minutes" },
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
