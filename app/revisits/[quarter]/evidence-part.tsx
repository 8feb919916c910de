import Link from "next/link";
import { Icon } from "@/app/_parts/icons";
import { costLines } from "@/lib/costs/then-and-now";
import { count } from "@/lib/format/count";
import { briefly, day, shortDay } from "@/lib/format/time";
import type { DecisionEvidence, TriggerView } from "@/lib/views/revisit";
import { TargetPart } from "./target-part";
import "./evidence-part.css";

const STANDING: Record<TriggerView["standing"], string> = {
  "not-met": "not met",
  holding: "holds, not for long enough",
  met: "met",
  unknown: "unknown",
  "not-evaluated": "not evaluated",
  faulty: "cannot be read",
};

const SINCE = {
  revisit: "Since the last revisit",
  decision: "Since it was decided",
  quarter: "Since the quarter began",
};

/** What was measured, what called for it, and what has changed. */
export function EvidencePart({ evidence }: { evidence: DecisionEvidence }) {
  const { targets, unmeasured, triggers, cost, since, followUps, last, cutOff } = evidence;
  return (
    <>
      {targets.map((target) => (
        <TargetPart key={target.slo.id} target={target} several={targets.length > 1} />
      ))}
      {targets.length === 0 && (
        <aside className="hole">
          <p>
            <b>Nothing measures this decision.</b> No SLO names it, so there is no figure to hold it against.
          </p>
        </aside>
      )}
      {unmeasured.map(({ id, slo, statement }) => (
        <aside className="hole" key={id}>
          <p>
            <b>{slo} is not counted.</b> {statement ?? "The record promises it"} No SLO of that name stands under this
            decision.
          </p>
        </aside>
      ))}
      <div className="as">
        <div>
          <h3>Triggers</h3>
          {triggers.length === 0 ? (
            <p className="soft">The record names none.</p>
          ) : (
            <ul className="tr">
              {triggers.map(({ id, condition, standing, says, fired, lookedAt }) => (
                <li key={id} className={fired && !fired.answered ? "on" : undefined}>
                  <p>
                    <Icon name="bolt" size={12} />
                    <b>{condition}</b>
                    <span className={standing === "unknown" ? "tone-unknown nowrap" : "muted nowrap"}>
                      {fired ? `fired ${day(fired.at)}` : STANDING[standing]}
                    </span>
                  </p>
                  <p className="hint">
                    {fired ? fired.reason : says}
                    {lookedAt && !fired && ` Looked at ${briefly(lookedAt, cutOff)} UTC.`}
                  </p>
                </li>
              ))}
            </ul>
          )}
          {cost && (
            <>
              <h3 className="fh">Cost then and now</h3>
              <ul className="tr">
                {costLines(cost).map((line) => (
                  <li key={line}>
                    <p className="hint">{line}</p>
                  </li>
                ))}
              </ul>
            </>
          )}
          {last && (
            <p className="soft lst">
              Last time, {last.quarter.replace("-", " ")}: <b>{last.outcome.replace("-", " ")}</b>. {last.reason}
            </p>
          )}
          {followUps.length > 0 && (
            <>
              <h3 className="fh">Follow-ups</h3>
              <ul className="tr">
                {followUps.map(({ id, text, owner, dueDay, closedAt, closedNote }) => (
                  <li key={id}>
                    <p>
                      <Icon name={closedAt ? "check" : "flag"} size={12} />
                      <b>{text}</b>
                      <span className="muted nowrap">{closedAt ? "done" : "open"}</span>
                    </p>
                    <p className="hint">
                      {owner}, by {day(dueDay)}
                      {closedNote && `: ${closedNote}`}
                    </p>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
        <div>
          <h3>
            {SINCE[since.why]}, {day(since.from)}
          </h3>
          {since.items.length === 0 ? (
            <p className="soft">Nothing has changed: no target, no breach, no commit of the record.</p>
          ) : (
            <ul className="sn">
              {since.items.map(({ at, text, href }) => (
                <li key={`${at} ${text}`}>
                  <span>{shortDay(at)}</span>
                  {href ? (
                    <Link className="plain" href={href}>
                      {text}
                    </Link>
                  ) : (
                    <p>{text}</p>
                  )}
                </li>
              ))}
            </ul>
          )}
          {since.items.length >= 24 && <p className="hint">The newest {count(since.items.length)}.</p>}
        </div>
      </div>
    </>
  );
}
