"use client";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type FormEvent, useId, useState } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, send } from "@/app/_send";
import { briefly } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";
import { ruleInWords } from "./exclusion-words";

const ExclusionForm = dynamic(() => import("./exclusion-form"), { ssr: false });

/** Times that the corrected figures leave out. The raw ones stay, and stand first. */
export function ExclusionsPanel({ view: { exclusions, row, history, now } }: { view: SloView }) {
  const [adding, setAdding] = useState(false);
  const mayEdit = history.may === "edit";
  if (exclusions.length === 0 && !mayEdit) return null;
  return (
    <section className="panel" aria-labelledby="exclusions">
      <div className="ph">
        <h2 id="exclusions">Exclusions</h2>
        {mayEdit && !adding && (
          <span className="r noprint">
            <button type="button" className="link" onClick={() => setAdding(true)}>
              Exclude a time
            </button>
          </span>
        )}
      </div>
      <div className="pb">
        <p className="soft">
          {exclusions.length === 0
            ? "No time is excluded."
            : "Corrected figures leave these out; raw ones stand first, and verdicts follow them."}
        </p>
        {adding && <ExclusionForm id={row.id} onDone={() => setAdding(false)} />}
        <ul className="excl">
          {exclusions.map((exclusion) => (
            <li key={exclusion.id} className={exclusion.endedAt === null ? undefined : "over"}>
              <b>
                {briefly(exclusion.from, now)} – {briefly(exclusion.to, now)} UTC
              </b>
              {exclusion.rrule !== null && <span> {ruleInWords(exclusion.rrule, exclusion.timeZone)}</span>}
              <p>{exclusion.reason}</p>
              <small>
                {exclusion.ofFile ? "declared in " : ""}
                {exclusion.author}
                {exclusion.endedAt !== null && `, ended ${briefly(exclusion.endedAt, now)} UTC`}
              </small>
              {mayEdit && exclusion.endedAt === null && !exclusion.ofFile && (
                <End sloId={row.id} exclusion={exclusion} />
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** From now on it excludes nothing; what it excluded until then stays excluded. */
function End({ sloId, exclusion }: { sloId: string; exclusion: SloView["exclusions"][number] }) {
  const queries = useQueryClient();
  const field = useId();
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const end = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    try {
      await send("DELETE", `/api/v1/slos/${encodeURIComponent(sloId)}/exclusions/${exclusion.id}`, { reason });
      setAsked(false);
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    }
    await queries.invalidateQueries({ queryKey: ["screen"] });
  };
  if (!asked)
    return (
      <button type="button" className="link go noprint" onClick={() => setAsked(true)}>
        End<span className="sr"> “{exclusion.reason}”</span>
      </button>
    );
  return (
    <form className="undo noprint" onSubmit={(event) => void end(event)}>
      <div className="field">
        <label htmlFor={field}>Why it ends</label>
        <input className="in" id={field} name="reason" required minLength={3} maxLength={2000} autoComplete="off" />
      </div>
      <ProblemNote problem={problem} />
      <div className="acts">
        <button type="submit" className="btn sm">
          End the exclusion
        </button>
        <button type="button" className="btn sm quiet" onClick={() => setAsked(false)}>
          Let it stand
        </button>
      </div>
    </form>
  );
}
