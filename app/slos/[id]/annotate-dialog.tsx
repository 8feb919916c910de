"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Dialog } from "@/app/_parts/dialog";
import { ProblemNote } from "@/app/_parts/problem-note";
import { besideFields, TextField, typed } from "@/app/_parts/text-field";
import { type Problem, problemIn, send } from "@/app/_send";
import type { SloView } from "@/lib/views/slo";
import { KIND_WORDS } from "./annotation-words";

type Props = { view: SloView; close: () => void };

/** Puts something that happened on the charts: of this SLO, or of all SLOs of its service. */
export default function AnnotateDialog({ view: { row, range, now }, close }: Props) {
  const queries = useQueryClient();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  // A dialog begins with its first control, which is the cross; whoever annotates begins with the title.
  useEffect(() => form.current?.querySelector<HTMLInputElement>("[name=title]")?.focus(), []);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const annotate = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const sent = event.currentTarget;
    const text = (name: string): string | null => typed(sent, name).trim() || null;
    const instant = (name: string): string | null => (text(name) === null ? null : `${text(name)?.slice(0, 16)}:00Z`);
    const until = instant("to");
    setSending(true);
    try {
      await send("POST", "/api/v1/annotations", {
        kind: text("kind"),
        ...(text("of") === "slo" ? { slo: row.id } : { service: row.service }),
        title: text("title") ?? "",
        text: text("text"),
        url: text("url"),
        ...(until === null ? { at: instant("from") } : { from: instant("from"), to: until }),
      });
      await queries.invalidateQueries({ queryKey: ["screen"] });
      close();
    } catch (error) {
      const said = problemIn(error instanceof Error ? error : null);
      // A moment has one field here.
      const issues = said?.issues?.map((issue) => ({ ...issue, field: issue.field === "at" ? "from" : issue.field }));
      setProblem(said && { ...said, ...(issues ? { issues } : {}) });
    } finally {
      setSending(false);
    }
  };
  return (
    <Dialog title="Annotate" close={close}>
      <form ref={form} className="form" onSubmit={(event) => void annotate(event)} noValidate>
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
        <TextField label="Title" name="title" maxLength={120} autoComplete="off" problem={problem} />
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
        <ProblemNote problem={besideFields(problem)} />
        <div className="go">
          <button type="submit" className="btn pri" disabled={sending}>
            Annotate
          </button>
          <button type="button" className="btn quiet" onClick={close}>
            Back
          </button>
        </div>
      </form>
    </Dialog>
  );
}
