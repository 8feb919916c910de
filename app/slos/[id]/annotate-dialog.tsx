"use client";
import { useId } from "react";
import { FormDialog } from "@/app/_parts/form-dialog";
import { TextField, typed } from "@/app/_parts/text-field";
import { type Problem, RequestRefused, send } from "@/app/_send";
import type { SloView } from "@/lib/views/slo";
import { KIND_WORDS } from "./annotation-words";

type Props = { view: SloView; close: () => void };

/** A moment has one field here, which the API calls `at`. */
const atIsFrom = (problem: Problem): Problem =>
  problem.issues
    ? {
        ...problem,
        issues: problem.issues.map((issue) => ({ ...issue, field: issue.field === "at" ? "from" : issue.field })),
      }
    : problem;

/** Puts something that happened on the charts: of this SLO, or of all SLOs of its service. */
export default function AnnotateDialog({ view: { row, range, now }, close }: Props) {
  const id = useId();
  const annotate = async (form: HTMLFormElement): Promise<void> => {
    const text = (name: string): string | null => typed(form, name).trim() || null;
    const instant = (name: string): string | null => (text(name) === null ? null : `${text(name)?.slice(0, 16)}:00Z`);
    const until = instant("to");
    await send("POST", "/api/v1/annotations", {
      kind: text("kind"),
      ...(text("of") === "slo" ? { slo: row.id } : { service: row.service }),
      title: text("title") ?? "",
      text: text("text"),
      url: text("url"),
      ...(until === null ? { at: instant("from") } : { from: instant("from"), to: until }),
    }).catch((error: unknown) => {
      throw error instanceof RequestRefused ? new RequestRefused(atIsFrom(error.problem)) : error;
    });
  };
  return (
    <FormDialog title="Annotate" close={close} does="Annotate" send={annotate}>
      {(problem) => (
        <>
          <div className="pair">
            <div className="field">
              <label htmlFor={`${id}kind`}>Kind</label>
              <select className="in" id={`${id}kind`} name="kind" defaultValue="note">
                {Object.entries(KIND_WORDS).map(([kind, word]) => (
                  <option key={kind} value={kind}>
                    {word}
                  </option>
                ))}
              </select>
            </div>
            <div className="field">
              <label htmlFor={`${id}of`}>Shown on</label>
              <select className="in" id={`${id}of`} name="of" defaultValue="service">
                <option value="service">All SLOs of {row.service}</option>
                <option value="slo">This SLO</option>
              </select>
            </div>
          </div>
          <TextField label="Title" name="title" maxLength={120} autoComplete="off" problem={problem} first />
          <div className="pair">
            <TextField
              label="At, UTC"
              name="from"
              type="datetime-local"
              defaultValue={(range.isLive ? now : range.to).slice(0, 16)}
              problem={problem}
            />
            <TextField label="Until, UTC" name="to" type="datetime-local" hint="Empty: a moment." problem={problem} />
          </div>
          <TextField label="Link" name="url" type="url" inputMode="url" autoComplete="off" problem={problem} />
          <div className="field">
            <label htmlFor={`${id}text`}>Text</label>
            <textarea className="in" id={`${id}text`} name="text" rows={3} maxLength={2000} />
          </div>
        </>
      )}
    </FormDialog>
  );
}
