import Link from "next/link";
import { day, dayAndTime } from "@/lib/format/time";
import type { DecisionScreenView, OutcomeView } from "@/lib/views/revisit";

/** What was recorded; the newest holds, the others stay to be read. */
export function Outcomes({ decision }: { decision: DecisionScreenView }) {
  const { outcomes, targets, frozenAt } = decision;
  return (
    <>
      {outcomes.map((outcome) => (
        <div key={outcome.id} className={outcome.corrected ? "rec old" : "rec"}>
          <p>
            <b>
              {outcome.corrected && "Corrected later: "}
              {outcome.word}.
            </b>{" "}
            {outcome.reason}
          </p>
          <p className="hint">
            Decided by {outcome.names.join(", ")}. Recorded {dayAndTime(outcome.at)} by {outcome.author}
            {outcome.nextDue ? `. Next revisit ${day(outcome.nextDue)}.` : ". It is not looked at again."}
          </p>
          {outcome.action && (
            <p>
              Action: <b>{outcome.action.text}</b>, {outcome.action.owner}, by {day(outcome.action.dueDay)}
              {outcome.action.closedAt && ", done"}
            </p>
          )}
          {outcome.successor && (
            <p>
              Followed by <b>{outcome.successor.title}</b>, <span className="mono">{outcome.successor.path}</span>
            </p>
          )}
          {!outcome.corrected && <Ways outcome={outcome} targets={targets} />}
        </div>
      ))}
      {frozenAt && (
        <p className="hint fz">The evidence above is what the meeting saw: frozen {dayAndTime(frozenAt)}.</p>
      )}
    </>
  );
}

/** Nothing is written into the repository from here: what is to change there is a patch. */
function Ways({ outcome, targets }: { outcome: OutcomeView; targets: DecisionScreenView["targets"] }) {
  const edits = outcome.outcome === "tighten" || outcome.outcome === "relax" ? targets : [];
  if (outcome.patch === null && edits.length === 0) return null;
  return (
    <p className="ways noprint">
      {edits.map(({ sloId, name, href }) => (
        <Link key={sloId} className="btn sm" href={href}>
          {outcome.word} the target of {name}
        </Link>
      ))}
      {outcome.patch && (
        <a className="btn sm" href={outcome.patch} download>
          {outcome.successor
            ? "Patch: draft and both links"
            : outcome.nextDue
              ? "Patch: the record’s date"
              : "Patch: the record’s status"}
        </a>
      )}
      {outcome.patch && outcome.successor && (
        <a className="btn sm quiet" href={`${outcome.patch}?part=draft`} download>
          The draft as a file
        </a>
      )}
    </p>
  );
}
