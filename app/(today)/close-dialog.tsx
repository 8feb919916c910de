"use client";
import { type FormEvent, useState } from "react";
import { Dialog } from "@/app/_parts/dialog";
import { ProblemNote } from "@/app/_parts/problem-note";
import { besideFields, TextField, typed } from "@/app/_parts/text-field";
import { type Problem, problemIn, send } from "@/app/_send";
import type { FollowUpView } from "@/lib/views/carried";

type Props = { followUp: FollowUpView; close: () => void; done: (words: string) => Promise<void> };

/** It is done, or will not be: the note says which. */
export default function CloseDialog({ followUp: { id, text, owner }, close, done }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const end = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await send("POST", `/api/v1/follow-ups/${id}/close`, { note: typed(event.currentTarget, "note") });
      await done(`Closed: ${text}`);
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Close the follow-up" close={close}>
      <form className="form" onSubmit={(event) => void end(event)}>
        <p>
          {text} <span className="hint">{owner}</span>
        </p>
        <TextField
          label="What came of it (may stay empty)"
          name="note"
          maxLength={2000}
          autoComplete="off"
          problem={problem}
          first
        />
        <ProblemNote problem={besideFields(problem)} />
        <div className="go">
          <button type="submit" className="btn pri" disabled={busy}>
            Close it
          </button>
          <button type="button" className="btn quiet" onClick={close}>
            Back
          </button>
        </div>
      </form>
    </Dialog>
  );
}
