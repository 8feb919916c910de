"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, send } from "@/app/_send";
import { RULES } from "./exclusion-words";

const FIELDS = {
  from: "From, UTC",
  to: "To, UTC",
  rrule: "Repeats",
  timeZone: "Time zone of the rule",
  reason: "Reason",
};

export default function ExclusionForm({ id, onDone }: { id: string; onDone: () => void }) {
  const queries = useQueryClient();
  const own = useId();
  const [rrule, setRrule] = useState("");
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const faultOf = (field: keyof typeof FIELDS): string | undefined =>
    problem?.issues?.find((issue) => issue.field === field)?.message;
  const add = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? "");
    const instant = (name: string): string => `${text(name).slice(0, 16)}:00Z`;
    setSending(true);
    try {
      await send("POST", `/api/v1/slos/${encodeURIComponent(id)}/exclusions`, {
        from: instant("from"),
        to: instant("to"),
        rrule: rrule === "" ? null : rrule,
        timeZone: rrule === "" ? null : text("timeZone"),
        reason: text("reason"),
      });
      await queries.invalidateQueries({ queryKey: ["screen"] });
      onDone();
    } catch (error) {
      setProblem(problemIn(error instanceof Error ? error : null));
    } finally {
      setSending(false);
    }
  };
  const field = (name: "from" | "to" | "timeZone" | "reason", type: string, rest: object = {}) => (
    <div className="field">
      <label htmlFor={`${own}${name}`}>{FIELDS[name]}</label>
      <input
        className="in"
        id={`${own}${name}`}
        name={name}
        type={type}
        required
        autoComplete="off"
        aria-invalid={faultOf(name) !== undefined}
        aria-describedby={faultOf(name) ? `${own}${name}f` : undefined}
        {...rest}
      />
      {faultOf(name) && (
        <p className="fault" id={`${own}${name}f`}>
          {FIELDS[name]} {faultOf(name)}.
        </p>
      )}
    </div>
  );
  return (
    <form className="undo noprint" aria-label="Exclude a time" onSubmit={(event) => void add(event)}>
      {field("from", "datetime-local")}
      {field("to", "datetime-local")}
      <div className="field">
        <label htmlFor={`${own}rrule`}>{FIELDS.rrule}</label>
        <select className="in" id={`${own}rrule`} value={rrule} onChange={(event) => setRrule(event.target.value)}>
          {RULES.map((rule) => (
            <option key={rule.rrule} value={rule.rrule}>
              {rule.words}
            </option>
          ))}
        </select>
      </div>
      {rrule !== "" && field("timeZone", "text", { defaultValue: "UTC" })}
      {field("reason", "text", { minLength: 3, maxLength: 2000 })}
      {(problem?.issues ?? []).length === 0 && <ProblemNote problem={problem} />}
      <div className="acts">
        <button type="submit" className="btn sm pri" disabled={sending}>
          Exclude it
        </button>
        <button type="button" className="btn sm quiet" onClick={onDone}>
          Back
        </button>
      </div>
    </form>
  );
}
