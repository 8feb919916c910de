"use client";
import { FormDialog } from "@/app/_parts/form-dialog";
import { send } from "@/app/_send";

type Props = { id: string; name: string; does: "cancel" | "resume"; close: () => void };

/** Asks once more: until it goes on, windows and breaches know nothing of what was not counted. */
export default function BackfillDialog({ id, name, does, close }: Props) {
  const address = `/api/v1/slos/${encodeURIComponent(id)}/backfill`;
  if (does === "resume")
    return (
      <FormDialog
        title={`Count the history of ${name}`}
        close={close}
        does="Go on counting"
        send={() => send("POST", address, { resume: true })}
      >
        {() => <p>Counting goes on downward from where it was left. Then past breaches are looked for anew.</p>}
      </FormDialog>
    );
  return (
    <FormDialog
      title={`Cancel counting the history of ${name}`}
      close={close}
      does="Cancel it"
      leaves="Let it go on"
      send={() => send("DELETE", address, {})}
    >
      {() => (
        <p>
          What was counted stays, and past breaches are looked for in it. What was not is not observed: windows that
          reach back further say so. It can go on later, as long as the engine keeps the history.
        </p>
      )}
    </FormDialog>
  );
}
