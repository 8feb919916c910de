"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";
import { Dialog } from "@/app/_parts/dialog";
import { ProblemNote } from "@/app/_parts/problem-note";
import { TextField, typed } from "@/app/_parts/text-field";
import { type Problem, problemIn, send } from "@/app/_send";

type Held = { document: string; etag: string };

/** The OpenSLO document of an SLO that was made in the app, to be changed as text; the target in it is not taken over. */
export default function DefinitionDialog({ id, close }: { id: string; close: () => void }) {
  const queries = useQueryClient();
  const own = useId();
  const address = `/api/v1/slos/${encodeURIComponent(id)}`;
  const [held, setHeld] = useState<Held | null>(null);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    fetch(`${address}/openslo`, { signal: stop.signal })
      .then(async (answer) => {
        if (!answer.ok) throw new Error((await answer.json()).detail);
        setHeld({ document: await answer.text(), etag: answer.headers.get("etag") ?? "" });
      })
      .catch((error: Error) => {
        if (!stop.signal.aborted) setProblem({ status: 0, detail: error.message });
      });
    return () => stop.abort();
  }, [address]);
  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    setSending(true);
    try {
      const body = { document: typed(form, "document"), reason: typed(form, "reason") };
      await send("PUT", `${address}/definition`, body, { "if-match": held?.etag ?? "" });
      await queries.invalidateQueries({ queryKey: ["screen"] });
      close();
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    } finally {
      setSending(false);
    }
  };
  return (
    <Dialog title="Change what it counts" close={close}>
      <form className="form" onSubmit={(event) => void save(event)} noValidate>
        <p className="soft">
          A changed query begins a new count: what was counted stays, open breaches are closed. The target is changed
          under Edit target.
        </p>
        <div className="field">
          <label htmlFor={`${own}document`}>OpenSLO document</label>
          <textarea
            key={held?.etag ?? ""}
            className="in mono"
            id={`${own}document`}
            name="document"
            rows={16}
            spellCheck={false}
            defaultValue={held?.document ?? "Reading it"}
            readOnly={held === null}
          />
        </div>
        <TextField label="Reason" name="reason" maxLength={2000} autoComplete="off" problem={problem} />
        <ProblemNote problem={problem} />
        <div className="go">
          <button type="submit" className="btn pri" disabled={sending || held === null}>
            Save
          </button>
          <button type="button" className="btn quiet" onClick={close}>
            Back
          </button>
        </div>
      </form>
    </Dialog>
  );
}
