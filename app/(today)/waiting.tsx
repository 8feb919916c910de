"use client";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useId, useState } from "react";
import { DecisionTag } from "@/app/_parts/decision-tag";
import { type Problem, problemIn, send } from "@/app/_send";
import { count } from "@/lib/format/count";
import { windowInWords } from "@/lib/format/duration";
import { ago, briefly } from "@/lib/format/time";
import type { ProposalView } from "@/lib/views/proposals";
import type { TodayView } from "@/lib/views/today";
import "./waiting.css";

/** Proposed targets that wait for somebody who may decide; nothing where none does. What was done stays said. */
export function Waiting({ view: { waiting, now } }: { view: TodayView }) {
  const [said, setSaid] = useState("");
  return (
    <>
      <p className={said === "" ? "sr" : "hint said"} role="status">
        {said}
      </p>
      {waiting.total > 0 && (
        <section className="waiting" aria-labelledby="waiting">
          <div className="wh">
            <h2 id="waiting">Waiting for an editor</h2>
            <span className="hint">{count(waiting.total)}</span>
            <span className="hint">targets that were proposed; nothing has changed yet</span>
          </div>
          <ul>
            {waiting.items.map((proposal) => (
              <Proposal key={proposal.id} proposal={proposal} now={now} tell={setSaid} />
            ))}
          </ul>
          {waiting.total > waiting.items.length && (
            <p className="hint wm">
              The newest {waiting.items.length} are shown; older ones follow as these are decided.
            </p>
          )}
        </section>
      )}
    </>
  );
}

type Props = { proposal: ProposalView; now: string; tell: (words: string) => void };

function Proposal({ proposal, now, tell }: Props) {
  const { slo, proposed, current, author, reason, createdAt, fields, effectiveFrom } = proposal;
  const forms = [proposed.statement, ...(proposed.quantile === null ? [] : [proposed.quantile])].join(", that is ");
  const other = fields.filter(({ field }) => field === "window");
  return (
    <li>
      <div className="wn">
        <Link className="plain strong" href={`/slos/${encodeURIComponent(slo.id)}`}>
          {slo.name}
        </Link>
        <span className="hint">{slo.service}</span>
        <DecisionTag decision={proposed.decision} />
      </div>
      <div className="wt">
        <p>
          <b>{forms}</b> instead of {current.statement}
          {other.map(({ yours, current }) => `, over ${yours} instead of ${current}`)}
          {other.length === 0 && ` over ${windowInWords(proposed.window)}`}
          {effectiveFrom !== null && `, from ${briefly(effectiveFrom, now)} UTC`}.
        </p>
        <p className="soft">
          {author}, {ago(createdAt, now)}: {reason}
        </p>
        <Doubts proposal={proposal} />
      </div>
      <Decide proposal={proposal} tell={tell} />
    </li>
  );
}

/** What whoever decides should know first. */
function Doubts({
  proposal: { stale, baseVersion, current, loosens, objection, needsDrift, driftAllowed },
}: {
  proposal: ProposalView;
}) {
  const doubts = [
    ...(stale
      ? [`The target has changed since: it was proposed on version ${baseVersion}, version ${current.version} holds.`]
      : []),
    ...(needsDrift ? [`It loosens the ${loosens.join(" and the ")}, and ${objection}.`] : []),
    ...(needsDrift && !driftAllowed ? ["It cannot be accepted before a decision says so."] : []),
  ];
  return doubts.map((doubt) => (
    <p key={doubt} className="wd">
      {doubt}
    </p>
  ));
}

/** It appears where a button was pressed for it. */
const focused = (input: HTMLInputElement | null): void => input?.focus();

function Decide({ proposal, tell }: Omit<Props, "now">) {
  const { id, slo, proposed, etag, needsDrift, driftAllowed, mayDecide, mayWithdraw } = proposal;
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [declining, setDeclining] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const reasonId = useId();
  if (!mayDecide && !mayWithdraw) return null;

  async function done(sending: Promise<unknown>, words: string): Promise<void> {
    setBusy(true);
    try {
      await sending;
      setRefused(null);
      tell(words);
    } catch (error) {
      setRefused(problemIn(error instanceof Error ? error : null));
    } finally {
      setBusy(false);
    }
    await queries.invalidateQueries({ queryKey: ["screen"] });
  }
  const address = `/api/v1/proposals/${id}`;
  const accept = () =>
    done(
      send("POST", `${address}/accept`, { asDrift: needsDrift }, { "if-match": etag }),
      `Accepted: ${slo.name} promises ${proposed.statement}${needsDrift ? ", as drift" : ""}.`,
    );
  const decline = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason"));
    return done(send("POST", `${address}/decline`, { reason }), `Declined: the target of ${slo.name} stays as it is.`);
  };
  const withdraw = () => done(send("POST", `${address}/withdraw`, {}), `Withdrawn: your proposal for ${slo.name}.`);
  return (
    <div className="wa noprint">
      {declining ? (
        <form onSubmit={decline}>
          <label className="lab" htmlFor={reasonId}>
            Why it is declined
          </label>
          <input className="in" id={reasonId} name="reason" required minLength={3} maxLength={2000} ref={focused} />
          <button type="submit" className="btn sm" disabled={busy}>
            Decline the proposal
          </button>
          <button type="button" className="btn sm quiet" onClick={() => setDeclining(false)}>
            Back
          </button>
        </form>
      ) : (
        <>
          {mayDecide && (!needsDrift || driftAllowed) && (
            <button type="button" className="btn sm pri" disabled={busy} onClick={accept}>
              {needsDrift ? "Accept as drift" : "Accept"}
              <span className="sr">
                {" "}
                {proposed.statement} for {slo.name}
              </span>
            </button>
          )}
          {mayDecide && (
            <button type="button" className="btn sm" disabled={busy} onClick={() => setDeclining(true)}>
              Decline
              <span className="sr">
                {" "}
                {proposed.statement} for {slo.name}
              </span>
            </button>
          )}
          {mayWithdraw && (
            <button type="button" className="btn sm quiet" disabled={busy} onClick={withdraw}>
              Withdraw
              <span className="sr">
                {" "}
                {proposed.statement} for {slo.name}
              </span>
            </button>
          )}
        </>
      )}
      {refused && (
        <p className="wd" role="alert">
          {refused.detail} {refused.wayOut}
        </p>
      )}
    </div>
  );
}
