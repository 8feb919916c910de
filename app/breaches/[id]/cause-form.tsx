"use client";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useId, useRef, useState } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { SignInLink } from "@/app/_parts/sign-in-link";
import { besideFields, TextField, typed } from "@/app/_parts/text-field";
import { type Problem, problemIn, send } from "@/app/_send";
import { briefly } from "@/lib/format/time";
import { CAUSE_KINDS, CAUSES } from "@/lib/slo/cause";
import type { BreachView } from "@/lib/views/breach";

/** What it came from, what happened, and who does what until when. The newest cause holds; the others stay in the timeline. */
export function CauseForm({ view }: { view: BreachView }) {
  const { row, cause, may, now, decision } = view;
  const id = useId();
  return (
    <section className="panel" aria-labelledby={`${id}h`}>
      <div className="ph">
        <h2 id={`${id}h`}>Cause and follow-up</h2>
        {cause && (
          <span className="r">
            <span className="muted">
              {cause.author}, {briefly(cause.at, now)}
            </span>
          </span>
        )}
      </div>
      <div className="pb">
        {may.cause ? (
          <Form key={cause?.at ?? "none"} breachId={row.id} cause={cause} decision={decision} />
        ) : (
          <Told cause={cause} signedIn={may.note} service={row.slo.service} />
        )}
      </div>
    </section>
  );
}

function Told({ cause, signedIn, service }: { cause: BreachView["cause"]; signedIn: boolean; service: string }) {
  return (
    <>
      {cause ? (
        <p>
          <b>{CAUSES[cause.cause]}.</b> {cause.text}
        </p>
      ) : (
        <p className="soft">Nobody has said yet what it came from.</p>
      )}
      <p className="hint">
        {signedIn ? (
          `Editors of ${service} say the cause.`
        ) : (
          <>
            <SignInLink /> to say it.
          </>
        )}
      </p>
    </>
  );
}

type FormProps = { breachId: number; cause: BreachView["cause"]; decision: BreachView["decision"] };

function Form({ breachId, cause, decision }: FormProps) {
  const queries = useQueryClient();
  const own = useId();
  const form = useRef<HTMLFormElement>(null);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const faultOf = (field: string): string | undefined =>
    problem?.issues?.find((issue) => issue.field === field)?.message;
  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const given = (name: string): string => typed(event.currentTarget, name).trim();
    const [owner, due] = [given("followUp.owner"), given("followUp.due")];
    setSending(true);
    setProblem(null);
    setSaved(null);
    try {
      const answer = await send<{ followUp: number | null }>("POST", `/api/v1/breaches/${breachId}/entries`, {
        what: "cause",
        cause: given("cause"),
        text: given("text"),
        followUp: owner === "" && due === "" ? null : { owner, due },
      });
      setSaved(answer.followUp === null ? "The cause is saved." : "The cause is saved, with a follow-up.");
      await queries.invalidateQueries({ queryKey: ["screen"] });
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    } finally {
      setSending(false);
    }
  };
  return (
    <form ref={form} className="form" aria-label="Cause and follow-up" onSubmit={(event) => void save(event)}>
      <div className="field">
        <label htmlFor={`${own}c`}>Cause</label>
        <select className="in" id={`${own}c`} name="cause" defaultValue={cause?.cause ?? ""} required>
          <option value="" disabled>
            Choose one
          </option>
          {CAUSE_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {CAUSES[kind]}
            </option>
          ))}
        </select>
        {faultOf("cause") && <p className="fault">Cause {faultOf("cause")}</p>}
      </div>
      <div className="field">
        <label htmlFor={`${own}w`}>What happened</label>
        <textarea
          className="in"
          id={`${own}w`}
          name="text"
          rows={3}
          required
          minLength={3}
          maxLength={2000}
          defaultValue={cause?.text ?? ""}
          aria-invalid={faultOf("text") !== undefined}
        />
        {faultOf("text") && <p className="fault">What happened {faultOf("text")}</p>}
      </div>
      <div className="pairf">
        <TextField label="Owner" name="followUp.owner" maxLength={100} autoComplete="off" problem={problem} />
        <TextField label="Due" name="followUp.due" type="date" problem={problem} />
      </div>
      <p className="hint">An owner and a day make a follow-up of it.</p>
      <ProblemNote problem={besideFields(problem)} />
      <div className="fb">
        <button type="submit" className="btn pri" disabled={sending}>
          Save
        </button>
        {decision && !decision.missing && (
          <Link className="btn quiet" href={decision.href}>
            Open {decision.id.toUpperCase()}
          </Link>
        )}
        <span role="status" className="muted">
          {saved}
        </span>
      </div>
    </form>
  );
}
