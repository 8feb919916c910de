"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Dialog } from "@/app/_parts/dialog";
import { ProblemNote } from "@/app/_parts/problem-note";
import { typed } from "@/app/_parts/text-field";
import { type Problem, problemIn, send } from "@/app/_send";

/** What somebody saw or did, for whoever comes after. */
export default function NoteDialog({ breachId, close }: { breachId: number; close: () => void }) {
  const queries = useQueryClient();
  const id = useId();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const add = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const text = typed(event.currentTarget, "text");
    setSending(true);
    try {
      await send("POST", `/api/v1/breaches/${breachId}/entries`, { what: "note", text });
      await queries.invalidateQueries({ queryKey: ["screen"] });
      close();
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
      setSending(false);
    }
  };
  return (
    <Dialog title="Add note" close={close}>
      <form className="form" onSubmit={(event) => void add(event)}>
        <div className="field">
          <label htmlFor={id}>What you saw or did</label>
          <textarea className="in" id={id} name="text" rows={4} required minLength={3} maxLength={2000} />
        </div>
        <ProblemNote problem={problem} />
        <div className="go">
          <button type="submit" className="btn pri" disabled={sending}>
            Add to the timeline
          </button>
          <button type="button" className="btn quiet" onClick={close}>
            Back
          </button>
        </div>
      </form>
    </Dialog>
  );
}
