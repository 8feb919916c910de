"use client";
import Link from "next/link";
import { Empty } from "@/app/_parts/empty";
import { Icon } from "@/app/_parts/icons";
import { SignInLink } from "@/app/_parts/sign-in-link";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { count } from "@/lib/format/count";
import { day, dayAndTime } from "@/lib/format/time";
import type { QueuedDecision, RevisitsView } from "@/lib/views/revisits";
import { Start } from "./start";
import { whyWords } from "./words";
import "./revisits.css";

export function RevisitsScreen({ initial }: { initial: RevisitsView }) {
  const view = useScreen(screens.revisits(), initial);
  const { current, items, queue, startable, decisions, folderProblem } = view;
  const open = items.find(({ state }) => state === "open");
  return (
    <div className="revisits">
      <div className="head">
        <div>
          <h1>Revisits</h1>
          <p className="lede">
            <b>
              {queue.length === 0
                ? `Nothing calls for a revisit in ${current.label}.`
                : `${count(queue.length)} ${queue.length === 1 ? "decision calls" : "decisions call"} for a revisit in ${current.label}.`}
            </b>{" "}
            A decision is looked at again when its date comes, when a trigger fires, or when its target and its record
            say different things. A date moves only with an outcome.
          </p>
        </div>
        <div className="acts">
          {open ? (
            <Link className="btn pri" href={`/revisits/${open.quarter}`}>
              Go on with {open.label}
            </Link>
          ) : (
            view.mayReview && startable.map((each) => <Start key={each.id} {...each} main={each.id === current.id} />)
          )}
        </div>
      </div>
      {folderProblem && (
        <div className="ban">
          <Icon name="warning" />
          <p>
            <b>The folder of records has a problem.</b> {folderProblem}
          </p>
        </div>
      )}
      {!view.mayReview && !open && (
        <p className="ban">
          <Icon name="lock" />
          <span>
            <b>Editors hold the revisits.</b> {view.signedIn ? "An admin can make you one." : <SignInLink />}
          </span>
        </p>
      )}
      {decisions === 0 ? (
        <div className="none">
          <Empty title="No decision to look at">
            <p>
              Records are read from the folder that <code>ADR_DIR</code> names. A record whose front matter names its
              decisions and says <code>review.due</code> is on the agenda of its quarter.
            </p>
          </Empty>
        </div>
      ) : (
        <section aria-labelledby="queue">
          <h2 id="queue">Calls for a revisit</h2>
          {queue.length === 0 ? (
            <p className="soft">
              Nothing is due by {day(current.lastDay)}, no trigger has fired, and no target differs from its record.
            </p>
          ) : (
            <ul className="panel qu">
              {queue.map((each) => (
                <Queued key={each.decision.href} each={each} />
              ))}
            </ul>
          )}
        </section>
      )}
      <section aria-labelledby="held">
        <h2 id="held">Meetings</h2>
        {items.length === 0 ? (
          <p className="soft">No revisit was held yet.</p>
        ) : (
          <ul className="panel qu">
            {items.map((meeting) => (
              <li key={meeting.quarter}>
                <div>
                  <Link className="plain strong" href={`/revisits/${meeting.quarter}`}>
                    {meeting.label}
                  </Link>
                  <p className="hint">
                    {meeting.finishedAt ? `Finished ${dayAndTime(meeting.finishedAt)}` : "Open"}, started by{" "}
                    {meeting.startedBy} on {day(meeting.startedAt)}
                  </p>
                </div>
                <p className="soft">
                  {count(meeting.decided)} of {count(meeting.agenda)} decided
                </p>
                <Link className="t12 rl" href={`/revisits/${meeting.quarter}/report`}>
                  Report<span className="sr"> of {meeting.label}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function Queued({ each: { decision, why, reasons, owner, due, overdueDays } }: { each: QueuedDecision }) {
  return (
    <li>
      <div>
        <Link className="plain dl" href={decision.href}>
          <span className="an">{decision.id.toUpperCase()}</span>
          <b>{decision.title}</b>
        </Link>
        <p className="hint">
          {decision.adrNumber ? `ADR ${decision.adrNumber} ` : ""}
          {decision.adrTitle}
        </p>
      </div>
      <div>
        {reasons.map((reason) => (
          <p key={reason} className="soft">
            {reason}
          </p>
        ))}
      </div>
      <div className="wy">
        <span className="v note">
          <Icon name="calendar" size={12} />
          {whyWords(why, overdueDays)}
        </span>
        <p className="hint">
          {owner ?? "no owner"}
          {due && `, ${day(due)}`}
        </p>
      </div>
    </li>
  );
}
