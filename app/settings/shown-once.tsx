"use client";
import { useId, useRef, useState } from "react";

type Props = {
  label: string;
  /** Told once: it is in no later answer. */
  secret: string;
  hint: string;
  onDone: () => void;
};

/** A secret with a button that copies it. It is gone with the page. */
export function ShownOnce({ label, secret, hint, onDone }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<"copied" | "selected" | null>(null);
  const copy = async (): Promise<void> => {
    field.current?.select();
    // Away from https and localhost a page has no clipboard.
    const done = await navigator.clipboard?.writeText(secret).then(
      () => true,
      () => false,
    );
    setCopied(done ? "copied" : "selected");
  };
  return (
    <div className="once">
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <div className="line">
          <input
            id={id}
            ref={field}
            className="in mono"
            readOnly
            value={secret}
            aria-describedby={`${id}-hint`}
            onFocus={(event) => event.target.select()}
          />
          <button type="button" className="btn pri" onClick={copy}>
            Copy
          </button>
          <button type="button" className="btn quiet" onClick={onDone}>
            Put away
          </button>
        </div>
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      </div>
      <p className="hint" role="status">
        {copied === "copied" && "Copied."}
        {copied === "selected" && "It is selected; copy it with the keyboard."}
      </p>
    </div>
  );
}
