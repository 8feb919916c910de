"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, send } from "@/app/_send";
import { timeOfDay } from "@/lib/format/time";
import type { NoteView, RevisitView } from "@/lib/views/revisit";

type Props = {
  view: Pick<RevisitView, "quarter">;
  /** null: of the meeting. */
  decision: { path: string; id: string } | null;
  notes: NoteView[];
  holds: boolean;
};

export function Notes({ view, decision, notes, holds }: Props) {
  const queries = useQueryClient();
  const field = useId();
  const [problem, setProblem] = useState<Problem | null>(null);
  const add = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const element = event.currentTarget;
    try {
      const text = String(new FormData(element).get("text"));
      await send("POST", `/api/v1/revisits/${view.quarter.id}/notes`, { decision, text });
      setProblem(null);
      element.reset();
      await queries.invalidateQueries({ queryKey: ["screen"] });
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    }
  };
  if (!holds && notes.length === 0) return null;
  return (
    <section className="notes" aria-label="Notes">
      <h3>Notes</h3>
      {notes.map(({ id, text, author, at }) => (
        <p key={id}>
          {text}{" "}
          <span className="hint">
            {author}, {timeOfDay(at)}
          </span>
        </p>
      ))}
      {holds && (
        <form className="noprint" onSubmit={(event) => void add(event)}>
          <label className="sr" htmlFor={field}>
            A note of the discussion
          </label>
          <input
            className="in"
            id={field}
            name="text"
            required
            minLength={3}
            maxLength={4000}
            placeholder="A note of the discussion"
            autoComplete="off"
          />
          <button type="submit" className="btn">
            Note it
          </button>
        </form>
      )}
      <ProblemNote problem={problem} />
    </section>
  );
}
