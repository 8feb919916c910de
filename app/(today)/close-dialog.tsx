"use client";
import { FormDialog } from "@/app/_parts/form-dialog";
import { TextField, typed } from "@/app/_parts/text-field";
import { send } from "@/app/_send";
import type { FollowUpView } from "@/lib/views/carried";

type Props = { followUp: FollowUpView; close: () => void; done: (words: string) => void };

/** It is done, or will not be: the note says which. */
export default function CloseDialog({ followUp: { id, text, owner }, close, done }: Props) {
  const end = async (form: HTMLFormElement): Promise<void> => {
    await send("POST", `/api/v1/follow-ups/${id}/close`, { note: typed(form, "note") });
    done(`Closed: ${text}`);
  };
  return (
    <FormDialog title="Close the follow-up" close={close} does="Close it" send={end}>
      {(problem) => (
        <>
          <p>
            {text} <span className="hint">{owner}</span>
          </p>
          <TextField
            label="What came of it (may stay empty)"
            name="note"
            maxLength={2000}
            autoComplete="off"
            problem={problem}
            first
          />
        </>
      )}
    </FormDialog>
  );
}
