"use client";
import { Icon } from "@/app/_parts/icons";
import type { SloView } from "@/lib/views/slo";
import { rangeNotes } from "./range-words";

/** What a reader has to know before the figures of the range: that they are none, old, or only a part. */
export function StateNote({ view }: { view: SloView }) {
  const notes = rangeNotes(view);
  if (notes.length === 0) return null;
  return (
    <div className="statenotes">
      {notes.map(({ head, text }) => (
        <div className="ban" role="status" key={head}>
          <Icon name="clock" />
          <p>
            <b>{head}</b> {text}
          </p>
        </div>
      ))}
    </div>
  );
}
