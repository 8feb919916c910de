"use client";
import { useId } from "react";
import { FormDialog } from "@/app/_parts/form-dialog";
import { typed } from "@/app/_parts/text-field";
import { send } from "@/app/_send";

/** What somebody saw or did, for whoever comes after. */
export default function NoteDialog({ breachId, close }: { breachId: number; close: () => void }) {
  const id = useId();
  const add = (form: HTMLFormElement): Promise<unknown> =>
    send("POST", `/api/v1/breaches/${breachId}/entries`, { what: "note", text: typed(form, "text") });
  return (
    <FormDialog title="Add note" close={close} does="Add to the timeline" send={add} tellsAll>
      {() => (
        <div className="field">
          <label htmlFor={id}>What you saw or did</label>
          <textarea className="in" id={id} name="text" rows={4} required minLength={3} maxLength={2000} />
        </div>
      )}
    </FormDialog>
  );
}
