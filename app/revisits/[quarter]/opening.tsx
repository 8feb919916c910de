"use client";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useId, useState } from "react";
import { Empty } from "@/app/_parts/empty";
import { Icon } from "@/app/_parts/icons";
import { ProblemNote } from "@/app/_parts/problem-note";
import { SignInLink } from "@/app/_parts/sign-in-link";
import { type Problem, problemIn, send } from "@/app/_send";
import { count } from "@/lib/format/count";
import { day, dayAndTime } from "@/lib/format/time";
import type { RevisitView } from "@/lib/views/revisit";
import { Start } from "../start";
import { Actions } from "./actions";
import { Notes } from "./notes";

/** Where the meeting begins: what was asked for last time, what is on the agenda, and where it ends. */
export function Opening({ view, first }: { view: RevisitView; first: string | null }) {
  const { quarter, state, agenda, decided, notNow, mayReview } = view;
  const left = agenda.length - decided;
  const holds = mayReview && state === "open";
  return (
    <section className="st op">
      <h1>Quarterly revisit {quarter.label}</h1>
      <p className="lede">{sentence(view)}</p>
      {state === "not-started" && (
        <div className="go1">
          {notNow !== null ? (
            <p className="ban">
              <Icon name="calendar" />
              <span>
                <b>It cannot be started now.</b> {notNow}
              </span>
            </p>
          ) : mayReview ? (
            <Start id={quarter.id} label={quarter.label} main />
          ) : (
            <p className="ban">
              <Icon name="lock" />
              <span>
                <b>Editors hold the revisits.</b> {view.signedIn ? "An admin can make you one." : <SignInLink />}
              </span>
            </p>
          )}
        </div>
      )}
      <Actions view={view} holds={holds} />
      <section aria-labelledby="agenda">
        <h2 id="agenda">Agenda</h2>
        {agenda.length === 0 ? (
          <Empty title="Nothing is on the agenda">
            <p>
              Nothing is due by {day(quarter.lastDay)}, no trigger has fired, no target differs from its record, and
              nothing was left over.
            </p>
          </Empty>
        ) : (
          <ul className="li">
            {agenda.map((row) => (
              <li key={row.address}>
                <span className="an">{row.id.toUpperCase()}</span>
                <div>
                  <Link className="plain strong" href={`/revisits/${quarter.id}?d=${encodeURIComponent(row.address)}`}>
                    {row.title}
                  </Link>
                  <p className="hint">
                    {row.record}. {row.reasons.join(" ")}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        )}
        {holds && view.others.length > 0 && <AddDecision view={view} />}
      </section>
      {state !== "not-started" && <Notes view={view} decision={null} notes={view.notes} holds={holds} />}
      {state === "open" && (
        <div className="go noprint">
          {holds ? <Finish quarter={quarter.id} left={left} /> : <span />}
          {first && (
            <Link className="btn pri lg" href={first}>
              Go to the first decision <kbd>→</kbd>
            </Link>
          )}
        </div>
      )}
      {state === "finished" && first && (
        <div className="go noprint">
          <span />
          <Link className="btn lg" href={first}>
            Look at the decisions <kbd>→</kbd>
          </Link>
        </div>
      )}
    </section>
  );
}

function sentence({ state, agenda, decided, startedAt, startedBy, finishedAt, finishedBy }: RevisitView): string {
  const on = `${count(agenda.length)} ${agenda.length === 1 ? "decision is" : "decisions are"} on the agenda`;
  if (state === "not-started") return `Not started. As things stand, ${on}.`;
  const begun = `Started ${dayAndTime(startedAt ?? "")} by ${startedBy}. ${on}, ${count(decided)} decided.`;
  return finishedAt
    ? `${begun} Finished ${dayAndTime(finishedAt)} by ${finishedBy}: it is read only, and what has no outcome comes again.`
    : begun;
}

function AddDecision({ view }: { view: RevisitView }) {
  const queries = useQueryClient();
  const own = useId();
  const [problem, setProblem] = useState<Problem | null>(null);
  const add = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const address = String(form.get("decision"));
    const hash = address.lastIndexOf("#");
    try {
      await send("POST", `/api/v1/revisits/${view.quarter.id}/agenda`, {
        decision: { path: address.slice(0, hash), id: address.slice(hash + 1) },
        reason: String(form.get("reason")),
      });
      setProblem(null);
      element.reset();
      await queries.invalidateQueries({ queryKey: ["screen"] });
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    }
  };
  return (
    <details className="add noprint">
      <summary>Add a decision</summary>
      <form aria-label="Add a decision" onSubmit={(event) => void add(event)}>
        <div className="field">
          <label htmlFor={`${own}d`}>Decision</label>
          <select className="in" id={`${own}d`} name="decision">
            {view.others.map(({ address, label }) => (
              <option key={address} value={address}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${own}r`}>Why now</label>
          <input
            className="in"
            id={`${own}r`}
            name="reason"
            required
            minLength={3}
            maxLength={1000}
            autoComplete="off"
          />
        </div>
        <button type="submit" className="btn">
          Add to the agenda
        </button>
        <ProblemNote problem={problem} />
      </form>
    </details>
  );
}

function Finish({ quarter, left }: { quarter: string; left: number }) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const finish = async (): Promise<void> => {
    try {
      await send("POST", `/api/v1/revisits/${quarter}/finish`, {});
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    } finally {
      await queries.invalidateQueries({ queryKey: ["screen"] });
    }
  };
  return (
    <div className="fin">
      <ProblemNote problem={problem} />
      {asked || left === 0 ? (
        <>
          {left > 0 && (
            <p>
              {count(left)} without an outcome {left === 1 ? "comes" : "come"} again next quarter.
            </p>
          )}
          <button type="button" className="btn" onClick={() => void finish()}>
            Finish the revisit
          </button>
          {left > 0 && (
            <button type="button" className="btn quiet" onClick={() => setAsked(false)}>
              Go on with it
            </button>
          )}
        </>
      ) : (
        <button type="button" className="btn quiet" onClick={() => setAsked(true)}>
          Finish with {count(left)} open
        </button>
      )}
    </div>
  );
}
