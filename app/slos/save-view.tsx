"use client";
import { type FormEvent, useState } from "react";
import { Dialog } from "@/app/_parts/dialog";
import { ProblemNote } from "@/app/_parts/problem-note";
import { besideFields, TextField } from "@/app/_parts/text-field";
import { type Problem, problemIn, send } from "@/app/_send";

type Props = {
  query: string;
  /** The reader can have views of their own. */
  own: boolean;
  mayShare: boolean;
  close: () => void;
  saved: () => Promise<void>;
};

/** Asks for a name, and for whom the view is. */
export function SaveView({ query, own, mayShare, close, saved }: Props) {
  const [name, setName] = useState("");
  const [shared, setShared] = useState(!own);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await send("POST", "/api/v1/views", { name, query, shared });
      await saved();
      close();
    } catch (error) {
      setProblem(problemIn(error as Error));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Save view" close={close}>
      <form className="form" onSubmit={save}>
        <p className="hint">Keeps the filter, the grouping and the order; the figures are always those of now.</p>
        <TextField
          label="Name"
          name="name"
          value={name}
          maxLength={60}
          autoComplete="off"
          required
          onChange={({ target }) => setName(target.value)}
          problem={problem}
        />
        {mayShare && own && (
          <label className="tick">
            <input type="checkbox" checked={shared} onChange={({ target }) => setShared(target.checked)} />
            Everybody sees it
          </label>
        )}
        <ProblemNote problem={besideFields(problem)} />
        <div className="go">
          <button type="submit" className="btn pri" disabled={busy || name.trim() === ""}>
            {shared ? "Save for everybody" : "Save for me"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
