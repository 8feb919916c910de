"use client";
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import { Icon } from "@/app/_parts/icons";
import { briefly } from "@/lib/format/time";
import type { ShownRange } from "@/lib/views/slo";

type Props = { range: ShownRange; now: string; show: (span: { from: number; to: number }) => void };

const FIELDS = [
  ["from", "From, UTC"],
  ["to", "To, UTC"],
] as const;

/** The instants that are shown, and two fields for others: what dragging over a chart does, without dragging. */
export function RangeFields({ range, now, show }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [fault, setFault] = useState("");
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (): void => {
    setOpen(false);
    setFault("");
    button.current?.focus();
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, to] = ["from", "to"].map((name) => Date.parse(`${String(form.get(name)).slice(0, 16)}:00Z`));
    const known = from !== undefined && to !== undefined && Number.isFinite(from + to);
    if (known && from < to) {
      close();
      show({ from, to });
    } else setFault(known ? "The range does not begin before it ends." : "Both need a day and a time.");
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") close();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape in one of its fields closes them.
    <div className="between" onKeyDown={isOpen ? pressed : undefined}>
      <button
        ref={button}
        type="button"
        className="btn sm"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => (isOpen ? close() : setOpen(true))}
      >
        <Icon name="clock" />
        {briefly(range.from, now)} – {briefly(range.to, now)} UTC
      </button>
      <form id={id} className="panel" aria-label="Range by its instants" hidden={!isOpen} onSubmit={submit} noValidate>
        {isOpen &&
          FIELDS.map(([name, label], i) => (
            <div className="field" key={name}>
              <label htmlFor={id + name}>{label}</label>
              <input
                className="in"
                id={id + name}
                name={name}
                type="datetime-local"
                required
                defaultValue={range[name].slice(0, 16)}
                aria-describedby={fault ? `${id}fault` : undefined}
                ref={i === 0 ? focused : undefined}
              />
            </div>
          ))}
        {fault && (
          <p className="fault" id={`${id}fault`} role="alert">
            {fault}
          </p>
        )}
        <div className="acts">
          <button type="submit" className="btn sm pri">
            Show this range
          </button>
          <button type="button" className="btn sm quiet" onClick={close}>
            Back
          </button>
        </div>
      </form>
    </div>
  );
}

/** It appears where a button was pressed for it. */
const focused = (input: HTMLInputElement | null): void => input?.focus();
