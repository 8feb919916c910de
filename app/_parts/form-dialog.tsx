"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { type Problem, problemIn } from "@/app/_send";
import { Dialog } from "./dialog";
import { ProblemNote } from "./problem-note";
import { besideFields } from "./text-field";

type Props = {
  title: string;
  close: () => void;
  /** What the button that sends says. */
  does: string;
  /** What the one that does nothing says. */
  leaves?: string;
  /** There is nothing to send yet. */
  waits?: boolean;
  /** Sends what the form holds; what it throws is told in the dialog, and what was typed stays. */
  send: (form: HTMLFormElement) => Promise<unknown>;
  /** The fields do not all tell their own faults. */
  tellsAll?: boolean;
  children: (problem: Problem | null) => ReactNode;
};

/** A form that is sent as a whole; once it is taken, every screen is read anew and the dialog closes. */
export function FormDialog({ title, close, does, leaves = "Back", waits = false, send, tellsAll, children }: Props) {
  const queries = useQueryClient();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setSending(true);
    try {
      await send(event.currentTarget);
      await queries.invalidateQueries({ queryKey: ["screen"] });
      close();
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
      setSending(false);
    }
  };
  return (
    <Dialog title={title} close={close}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        {children(problem)}
        <ProblemNote problem={tellsAll ? problem : besideFields(problem)} />
        <div className="go">
          <button type="submit" className="btn pri" disabled={sending || waits}>
            {does}
          </button>
          <button type="button" className="btn quiet" onClick={close}>
            {leaves}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
