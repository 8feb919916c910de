"use client";
import { useEffect, useId, useState } from "react";
import { FormDialog } from "@/app/_parts/form-dialog";
import { ProblemNote } from "@/app/_parts/problem-note";
import { TextField, typed } from "@/app/_parts/text-field";
import { type Problem, send } from "@/app/_send";

type Held = { document: string; etag: string };

/** The OpenSLO document of an SLO that was made in the app, to be changed as text; the target in it is not taken over. */
export default function DefinitionDialog({ id, close }: { id: string; close: () => void }) {
  const own = useId();
  const address = `/api/v1/slos/${encodeURIComponent(id)}`;
  const [held, setHeld] = useState<Held | null>(null);
  /** Why the document could not be read. */
  const [unread, setUnread] = useState<Problem | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    fetch(`${address}/openslo`, { signal: stop.signal })
      .then(async (answer) => {
        if (!answer.ok) throw new Error((await answer.json()).detail);
        setHeld({ document: await answer.text(), etag: answer.headers.get("etag") ?? "" });
      })
      .catch((error: Error) => {
        if (!stop.signal.aborted) setUnread({ status: 0, detail: error.message });
      });
    return () => stop.abort();
  }, [address]);
  const save = (form: HTMLFormElement): Promise<unknown> =>
    send(
      "PUT",
      `${address}/definition`,
      { document: typed(form, "document"), reason: typed(form, "reason") },
      { "if-match": held?.etag ?? "" },
    );
  return (
    <FormDialog title="Change what it counts" close={close} does="Save" waits={held === null} send={save} tellsAll>
      {(problem) => (
        <>
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
          <ProblemNote problem={unread} />
        </>
      )}
    </FormDialog>
  );
}
