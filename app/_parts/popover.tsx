"use client";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import "./popover.css";

type Props = {
  /** What the button says. */
  button: ReactNode;
  /** What the panel is called. */
  name: string;
  open: boolean;
  turn: (open: boolean) => void;
  /** Which edge of the button it stands under. */
  align?: "left" | "right";
  className?: string;
  children: ReactNode;
};

/** A panel under its button. Escape closes it and gives the focus back; so does a press or a step outside. */
export function Popover({ button, name, open, turn, align = "left", className = "chip", children }: Props) {
  const whole = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = useRef(turn);
  close.current = turn;
  useEffect(() => {
    if (!open) return;
    const first = "input:checked, details[open] > summary, input, summary, button";
    panel.current?.querySelector<HTMLElement>(first)?.focus();
    const pressed = (event: PointerEvent): void => {
      if (event.target instanceof Node && !whole.current?.contains(event.target)) close.current(false);
    };
    document.addEventListener("pointerdown", pressed);
    return () => document.removeEventListener("pointerdown", pressed);
  }, [open]);
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    turn(false);
    opener.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever the focus is in it.
    <div
      className="pop"
      ref={whole}
      onKeyDown={leave}
      onBlur={({ relatedTarget }) => {
        if (open && relatedTarget instanceof Node && !whole.current?.contains(relatedTarget)) turn(false);
      }}
    >
      <button ref={opener} type="button" className={className} aria-expanded={open} onClick={() => turn(!open)}>
        {button}
      </button>
      {open && (
        // biome-ignore lint/a11y/useSemanticElements: it holds fieldsets of its own.
        <div className={`pp ${align}`} ref={panel} role="group" aria-label={name}>
          {children}
        </div>
      )}
    </div>
  );
}

type ChoicesProps<Value extends string> = {
  name: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  choose: (value: Value) => void;
  /** Called where a press, or Enter, ends the choosing. */
  done: () => void;
};

/** One of a few: arrows go through them, a press or Enter takes one. */
export function Choices<Value extends string>({ name, options, value, choose, done }: ChoicesProps<Value>) {
  return (
    <fieldset className="choices">
      <legend>{name}</legend>
      {options.map((option) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the radio button within it takes the keys.
        <label
          key={option.value}
          onClick={(event) => {
            // The click that a browser makes of a key has no detail.
            if (event.detail === 0) return;
            choose(option.value);
            done();
          }}
        >
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => choose(option.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") done();
            }}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
