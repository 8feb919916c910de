"use client";
import Link from "next/link";
import { Crumbs } from "@/app/_parts/crumbs";
import { Empty } from "@/app/_parts/empty";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import type { FindingKind } from "@/lib/adr/lint";
import { count } from "@/lib/format/count";
import type { DecisionFinding, DecisionLintView } from "@/lib/views/decision-lint";
import { Tabs } from "../tabs";
import "../decisions.css";

const KINDS: Record<FindingKind, { title: string; wayOut: string }> = {
  "target-drift": {
    title: "Target in force differs from the decision",
    wayOut: "Change the target, or decide anew and let a new record supersede the old one.",
  },
  "unknown-slo": { title: "Record names an SLO that is not there", wayOut: "Mend its id, or make the SLO." },
  "unknown-decision": {
    title: "SLO names a decision that is not there",
    wayOut: "Name another decision when the target is next changed.",
  },
  "slo-without-decision": {
    title: "SLO without a decision",
    wayOut: "Write down why the target is what it is, and name that decision.",
  },
  "review-overdue": {
    title: "Review overdue",
    wayOut: "Review the decision; the next date stands in its front matter.",
  },
  "supersession-not-reciprocated": {
    title: "One record alone says that it takes the other’s place",
    wayOut: "Say so in both.",
  },
  "supersession-unresolved": {
    title: "Superseding record not found",
    wayOut: "Link to its file, so that its name says which one is meant.",
  },
  "dead-link": { title: "Dead link", wayOut: "Mend the path, or drop the link." },
  unreadable: { title: "Not read in full", wayOut: "Mend the line that is named." },
  "status-not-stated": { title: "Status not stated", wayOut: "Say it in the front matter: “status: accepted”." },
  "decision-without-slo": {
    title: "Accepted decision that no SLO measures",
    wayOut: "Its record promises figures. Give it a target, or say “measured: no” beside its title.",
  },
};

export function LintScreen({ initial }: { initial: DecisionLintView }) {
  const { findings, records } = useScreen(screens.decisionLint(), initial);
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  return (
    <div className="decisions">
      <Crumbs to={[{ href: "/decisions", text: "Decisions" }]} here="Drift and lint" />
      <h1>Drift and lint</h1>
      <Tabs />
      <div className="facts">
        <span>
          <b>{count(findings.length)}</b> {findings.length === 1 ? "finding" : "findings"} in <b>{count(records)}</b>{" "}
          {records === 1 ? "record" : "records"} and the SLOs
        </span>
      </div>
      {findings.length === 0 && (
        <div className="none">
          <Empty title="Nothing is doubtful">
            <p>Records and SLOs say the same, every link leads somewhere, and no review is overdue.</p>
          </Empty>
        </div>
      )}
      {kinds.map((kind) => (
        <Kind key={kind} kind={kind} findings={findings.filter((each) => each.kind === kind)} />
      ))}
    </div>
  );
}

function Kind({ kind, findings }: { kind: FindingKind; findings: DecisionFinding[] }) {
  return (
    <section className="lint" aria-labelledby={`lint-${kind}`}>
      <h2 id={`lint-${kind}`}>
        {KINDS[kind].title} <span className="n">{count(findings.length)}</span>
      </h2>
      <p className="hint">{KINDS[kind].wayOut}</p>
      <ul className="panel hits">
        {byPlace(findings).map(([place, { href, title, path }, those]) => (
          <li key={place}>
            <h3>{href ? <Link href={href}>{title ?? path}</Link> : (title ?? path)}</h3>
            {path && <p className="hint mono">{path}</p>}
            <ul className="said">
              {[...new Set(those.map(inWords))].map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

const inWords = ({ message, line }: DecisionFinding): string => (line === null ? message : `Line ${line}: ${message}`);

/** What is said of one record or SLO stands together, in the order in which it was found. */
function byPlace(findings: readonly DecisionFinding[]): [string, DecisionFinding, DecisionFinding[]][] {
  const places = new Map<string, DecisionFinding[]>();
  for (const each of findings) {
    const place = `${each.path} ${each.slo}`;
    places.set(place, [...(places.get(place) ?? []), each]);
  }
  return [...places].flatMap(([place, those]) => (those[0] ? [[place, those[0], those]] : []));
}
