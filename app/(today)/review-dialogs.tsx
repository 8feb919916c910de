"use client";
import { type FormEvent, useId, useState } from "react";
import { Dialog } from "@/app/_parts/dialog";
import { ProblemNote } from "@/app/_parts/problem-note";
import { besideFields, TextField, typed } from "@/app/_parts/text-field";
import type { Problem } from "@/app/_send";
import type { TodayView } from "@/lib/views/today";
import { named } from "./item-words";
import type { Asking, Review } from "./use-review";

type Props = { asking: NonNullable<Asking>; view: TodayView; review: Review };

const WEEK_MS = 7 * 86_400_000;
const dayIn = (now: string, ms: number): string => new Date(Date.parse(now) + ms).toISOString().slice(0, 10);

/** What a verb has to be told before it is done. What was typed stays where the server refuses. */
export default function ReviewDialogs({ asking, view, review }: Props) {
  const [busy, setBusy] = useState(false);
  const shown = review.problem;
  const doing = (act: (form: HTMLFormElement) => Promise<boolean>) => async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const isDone = await act(event.currentTarget);
    setBusy(false);
    if (isDone) review.close();
  };
  if (asking.what === "finish") return <Finish view={view} review={review} busy={busy} problem={shown} doing={doing} />;
  // As they were when they were asked about: nobody decides of what they have not seen. Only a refusal shows what holds by now.
  const { items } = asking;
  const names = named(items);
  if (asking.what === "followed-up")
    return (
      <Dialog title={`Follow up ${names}`} close={review.close}>
        <form
          className="form"
          onSubmit={doing((form) =>
            review.mark("followed-up", items, {
              followUp: { text: typed(form, "text"), owner: typed(form, "owner"), dueDay: typed(form, "dueDay") },
            }),
          )}
        >
          <TextField
            label="What is to be done"
            name="text"
            required
            minLength={3}
            maxLength={2000}
            autoComplete="off"
            problem={shown}
            first
          />
          <TextField
            label="Who does it"
            name="owner"
            required
            maxLength={100}
            autoComplete="off"
            list="owners"
            problem={shown}
          />
          <datalist id="owners">
            {[...new Set(view.carried.items.map(({ owner }) => owner))].map((owner) => (
              <option key={owner} value={owner} />
            ))}
          </datalist>
          <TextField
            label="Due"
            name="dueDay"
            type="date"
            required
            min={dayIn(view.now, 0)}
            defaultValue={dayIn(view.now, WEEK_MS)}
            problem={shown}
          />
          <Go busy={busy} problem={besideFields(shown)} close={review.close} does="Follow up" />
        </form>
      </Dialog>
    );
  const isNote = asking.what === "noted";
  return (
    <Dialog title={isNote ? `Note on ${names}` : `Dismiss ${names}`} close={review.close}>
      <form
        className="form"
        onSubmit={doing((form) => review.mark(isNote ? "noted" : "dismissed", items, { text: typed(form, "text") }))}
      >
        <TextField
          label={isNote ? "Note" : "Why it needs nobody"}
          name="text"
          required
          minLength={3}
          maxLength={2000}
          autoComplete="off"
          problem={shown}
          first
          hint={
            isNote
              ? "It stands beside the item for as long as it stays in its state."
              : "It holds until the item is in another state, and is written down with your name."
          }
        />
        <Go busy={busy} problem={besideFields(shown)} close={review.close} does={isNote ? "Add the note" : "Dismiss"} />
      </form>
    </Dialog>
  );
}

type Doing = (act: (form: HTMLFormElement) => Promise<boolean>) => (event: FormEvent<HTMLFormElement>) => Promise<void>;
type FinishProps = { view: TodayView; review: Review; busy: boolean; problem: Problem | null; doing: Doing };

function Finish({ view, review, busy, problem, doing }: FinishProps) {
  const id = useId();
  const { handled, total } = view.items;
  const left = total - handled;
  return (
    <Dialog title="Finish review" close={review.close}>
      <form className="form" onSubmit={doing((form) => review.finish(typed(form, "note")))}>
        <p>
          {total === 0
            ? "Nothing needed anybody."
            : left === 0
              ? `All ${total} items are handled.`
              : `${handled} of ${total} items are handled; ${left} stay${left === 1 ? "s" : ""} open.`}{" "}
          The page is kept as it is now and opens so under this day.
        </p>
        <div className="field">
          <label htmlFor={id}>Note (may stay empty)</label>
          <textarea
            className="in"
            id={id}
            name="note"
            rows={3}
            maxLength={2000}
            ref={(area) => area?.setAttribute("autofocus", "")}
          />
        </div>
        <Go busy={busy} problem={problem} close={review.close} does="Finish review" />
      </form>
    </Dialog>
  );
}

function Go({
  busy,
  problem,
  close,
  does,
}: {
  busy: boolean;
  problem: Problem | null;
  close: () => void;
  does: string;
}) {
  return (
    <>
      <ProblemNote problem={problem} />
      <div className="go">
        <button type="submit" className="btn pri" disabled={busy}>
          {does}
        </button>
        <button type="button" className="btn quiet" onClick={close}>
          Back
        </button>
      </div>
    </>
  );
}
