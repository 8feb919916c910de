"use client";
import Link from "next/link";
import { Icon } from "@/app/_parts/icons";
import { day } from "@/lib/format/time";
import type { DecisionScreenView, RevisitView } from "@/lib/views/revisit";
import { Back, type Place } from "./back";
import { EvidencePart } from "./evidence-part";
import { Notes } from "./notes";
import { OutcomeForm } from "./outcome-form";
import { Outcomes } from "./outcomes";

type Props = { view: RevisitView; decision: DecisionScreenView; before: Place; next: Place | null };

/** One decision: its sentence, its evidence, and what becomes of it. */
export function DecisionPart({ view, decision, before, next }: Props) {
  const { evidence, outcomes } = decision;
  const holds = view.mayReview && view.state === "open";
  return (
    <>
      <section className="st">
        <DecisionHead decision={decision} />
        {evidence ? (
          <EvidencePart evidence={evidence} />
        ) : (
          <p className="ban">
            <Icon name="differs" />
            <span>
              <b>No record holds this decision any more.</b> It was {decision.address} when it came on the agenda.
            </span>
          </p>
        )}
        <Notes view={view} decision={{ path: decision.path, id: decision.id }} notes={decision.notes} holds={holds} />
      </section>
      <section className="out" aria-labelledby="outcome">
        <h2 id="outcome">Outcome</h2>
        <Outcomes decision={decision} />
        {evidence && holds ? (
          <OutcomeForm view={view} decision={decision} before={before} next={next} />
        ) : (
          <div className="go noprint">
            {outcomes.length === 0 && (
              <p className="soft">
                {view.state === "not-started"
                  ? "The revisit was not started: outcomes are recorded while it is held."
                  : view.state === "finished"
                    ? "It ended without an outcome, and comes again."
                    : "No outcome yet. Editors record it."}
              </p>
            )}
            <Link className="btn quiet" href={before.href}>
              <Back />
              {before.title} <kbd>←</kbd>
            </Link>
            {next && (
              <Link className="btn lg" href={next.href}>
                {next.title} <kbd>→</kbd>
              </Link>
            )}
          </div>
        )}
      </section>
    </>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What was decided, and why it is looked at. */
export function DecisionHead({ decision, as: Heading = "h1" }: { decision: DecisionScreenView; as?: "h1" | "h2" }) {
  const { evidence } = decision;
  const decided = evidence
    ? [evidence.date ? day(evidence.date) : "", evidence.decisionMakers.join(", ")].filter(Boolean).join(", ")
    : "";
  const facts: [string, string][] = evidence
    ? [
        ...(decided ? [["Decided", decided] satisfies [string, string]] : []),
        ...(evidence.ageDays !== null
          ? [["Age", `${evidence.ageDays} ${evidence.ageDays === 1 ? "day" : "days"}`] satisfies [string, string]]
          : []),
        ...(evidence.owner ? [["Owner", evidence.owner] satisfies [string, string]] : []),
        ["Status", capital(evidence.status)],
        ["Confidence", capital(evidence.confidence ?? "not stated")],
        [
          "Due",
          evidence.due.day === null
            ? "no date"
            : `${day(evidence.due.day)}${evidence.due.by === "outcome" ? ", by an outcome" : ""}`,
        ],
      ]
    : [];
  const [first, ...more] = evidence?.statements ?? [];
  // Where several are measured, each stands with its figures.
  const shown = (evidence?.targets.length ?? 0) > 1 ? (evidence?.targets ?? []).map(({ statement }) => statement) : [];
  const others = more.filter((statement) => !shown.includes(statement));
  return (
    <header>
      <div className="crumb">
        <Link href={decision.href}>
          {decision.record} {decision.record === decision.recordTitle ? "" : decision.recordTitle}
        </Link>
      </div>
      <Heading className="dt">
        <span className="an">{decision.id.toUpperCase()}</span>
        {decision.title}
      </Heading>
      {first && <blockquote>{first}</blockquote>}
      {others.length > 0 && (
        <ul className="more">
          {others.map((statement) => (
            <li key={statement}>{statement}</li>
          ))}
        </ul>
      )}
      <dl className="meta">
        {facts.map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        <div className="wy">
          <dt>Why on the agenda</dt>
          <dd>
            <Icon name="calendar" size={12} />
            <span>{decision.reasons.join(" ") || decision.why.join(", ")}</span>
          </dd>
        </div>
      </dl>
    </header>
  );
}
