"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Icon } from "@/app/_parts/icons";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, send } from "@/app/_send";
import { count } from "@/lib/format/count";
import { day } from "@/lib/format/time";
import type { ActionRow, RevisitView } from "@/lib/views/revisit";

/** What earlier meetings asked for comes first. */
export function Actions({ view, holds }: { view: RevisitView; holds: boolean }) {
  const { items, label } = view.actions;
  const open = items.filter(({ closedAt }) => closedAt === null).length;
  return (
    <section aria-labelledby="actions">
      <h2 id="actions">Last quarter’s actions</h2>
      {items.length === 0 ? (
        <p className="soft">No action was agreed on in {label} or is open from before.</p>
      ) : (
        <>
          <p className="hint">
            {count(open)} open of {count(items.length)}
          </p>
          <ul className="li">
            {items.map((action) => (
              <Action key={action.id} quarter={view.quarter.id} action={action} holds={holds} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Action({ quarter, action, holds }: { quarter: string; action: ActionRow; holds: boolean }) {
  const queries = useQueryClient();
  const field = useId();
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const { text, owner, dueDay, from, decision, closedAt, closedNote, said } = action;
  const settle = async (what: "closed" | "kept"): Promise<void> => {
    try {
      await send("POST", `/api/v1/revisits/${quarter}/actions/${action.id}`, { what, note });
      setProblem(null);
      setNote("");
      await queries.invalidateQueries({ queryKey: ["screen"] });
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    }
  };
  return (
    <li>
      <span className={closedAt ? "tone-met" : "muted"}>
        <Icon name={closedAt ? "check" : "flag"} />
      </span>
      <div>
        <p>
          <b>{text}</b> <span className="sr">{closedAt ? "(done)" : "(open)"}</span>
        </p>
        <p className="hint">
          {owner}, by {day(dueDay)} · {decision}, {from}
        </p>
        {said ? (
          <p className="soft">
            {said.what === "closed" ? "Closed" : "Kept open"}: {said.note} ({said.author})
          </p>
        ) : (
          closedAt && (
            <p className="soft">
              Closed {day(closedAt)}
              {closedNote && `: ${closedNote}`}
            </p>
          )
        )}
        {holds && closedAt === null && (
          <div className="settle noprint">
            <label className="sr" htmlFor={field}>
              What became of “{text}”
            </label>
            <input
              className="in"
              id={field}
              value={note}
              maxLength={1000}
              placeholder="What became of it"
              autoComplete="off"
              onChange={(event) => setNote(event.target.value)}
            />
            <button type="button" className="btn sm" onClick={() => void settle("closed")}>
              Close<span className="sr"> “{text}”</span>
            </button>
            <button type="button" className="btn sm quiet" onClick={() => void settle("kept")}>
              Keep open<span className="sr"> “{text}”</span>
            </button>
          </div>
        )}
        <ProblemNote problem={problem} />
      </div>
    </li>
  );
}
