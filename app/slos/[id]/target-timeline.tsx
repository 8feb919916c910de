"use client";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useId, useState } from "react";
import { Bob } from "@/app/_parts/bob";
import { DecisionTag } from "@/app/_parts/decision-tag";
import { Icon } from "@/app/_parts/icons";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, send } from "@/app/_send";
import { windowInWords } from "@/lib/format/duration";
import { briefly } from "@/lib/format/time";
import type { SloView, TargetMoment } from "@/lib/views/slo";
import "./target-timeline.css";

const SHORT_SHA = 7;
const STATES = { "in-force": "in force", past: "", future: "to come", cancelled: "cancelled" };

/** The versions on the plumb line, newest above: who, when, why, by which decision and commit. */
export function TargetTimeline({ view: { history, row, now } }: { view: SloView }) {
  const address = `/slos/${encodeURIComponent(row.id)}/target`;
  const mayChange = history.lockedBy === null;
  return (
    <section className="panel" aria-labelledby="history">
      <div className="ph">
        <h2 id="history">Target history</h2>
        <span className="r noprint">
          <Link href={address}>{words(mayChange, history.may)}</Link>
        </span>
      </div>
      <div className="pb">
        {!mayChange && (
          <p className="soft">
            Locked by its file: it is changed in <span className="mono">{history.lockedBy}</span>.
          </p>
        )}
        <ol className="hist" reversed>
          {history.versions.map((version) => (
            <li key={version.version} className={version.state}>
              <div>
                <b>v{version.version}</b> {version.statement}, {windowInWords(version.window)}
                {STATES[version.state] && <span className="st"> {STATES[version.state]}</span>}
                {version.asDrift && (
                  <span className="v note">
                    <Icon name="differs" size={12} />
                    drift
                  </span>
                )}
              </div>
              {version.reason && <p>{version.reason}</p>}
              <span>
                {version.state === "future" && "from "}
                {briefly(version.inForceFrom, now)} UTC · {version.author}
                {version.adrCommit && (
                  <>
                    {" · "}
                    <Icon name="commit" size={12} />
                    <code title={version.adrCommit}>{version.adrCommit.slice(0, SHORT_SHA)}</code>
                  </>
                )}
              </span>
              {version.cancelled && (
                <span>
                  Cancelled {briefly(version.cancelled.at, now)} UTC by {version.cancelled.author}:{" "}
                  {version.cancelled.reason}
                </span>
              )}
              <DecisionTag decision={version.decision} />
              {mayChange && version.state === "past" && history.may !== "sign-in" && (
                <Link className="go noprint" href={`${address}?again=${version.version}`}>
                  Go back to this<span className="sr">, v{version.version}</span>
                </Link>
              )}
              {mayChange && version.state === "future" && history.may === "edit" && (
                <Cancel id={row.id} version={version} etag={history.etag} />
              )}
            </li>
          ))}
        </ol>
        <Bob width={7} />
      </div>
    </section>
  );
}

function words(mayChange: boolean, may: SloView["history"]["may"]): string {
  if (!mayChange) return "Try a target";
  return may === "edit" ? "Edit target" : may === "propose" ? "Propose a target" : "Try a target";
}

/** Takes a version back that does not hold yet; what was holds on. */
function Cancel({ id, version, etag }: { id: string; version: TargetMoment; etag: string }) {
  const queries = useQueryClient();
  const field = useId();
  const [asked, setAsked] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const cancel = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    setSending(true);
    try {
      const address = `/api/v1/slos/${encodeURIComponent(id)}/target/${version.version}`;
      await send("DELETE", address, { reason }, { "if-match": etag });
      setAsked(false);
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    } finally {
      setSending(false);
      await queries.invalidateQueries({ queryKey: ["screen"] });
    }
  };
  if (!asked)
    return (
      <button type="button" className="link go noprint" onClick={() => setAsked(true)}>
        Cancel<span className="sr"> v{version.version}</span>
      </button>
    );
  return (
    <form className="undo noprint" onSubmit={(event) => void cancel(event)}>
      <div className="field">
        <label htmlFor={field}>Why v{version.version} is cancelled</label>
        <input
          className="in"
          id={field}
          name="reason"
          required
          minLength={3}
          maxLength={2000}
          autoComplete="off"
          ref={focused}
        />
      </div>
      <ProblemNote problem={problem} />
      <div className="acts">
        <button type="submit" className="btn sm" disabled={sending}>
          Cancel v{version.version}
        </button>
        <button type="button" className="btn sm quiet" onClick={() => setAsked(false)}>
          Let it stand
        </button>
      </div>
    </form>
  );
}

/** It appears where a button was pressed for it. */
const focused = (input: HTMLInputElement | null): void => input?.focus();
