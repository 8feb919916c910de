"use client";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { Icon } from "./icons";
import "./dialog.css";

type Props = {
  title: string;
  close: () => void;
  /** For what is read line by line, such as a file. */
  wide?: boolean;
  children: ReactNode;
};

/** Stands above the page until it is closed; Escape and the cross close it, and the focus goes back to where it was. */
export function Dialog({ title, close, wide = false, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before it is taken away, so that the focus can go back also where its own form closes it.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={element} className={wide ? "dialog wide" : "dialog"} aria-labelledby={id} onClose={close}>
      <div className="dh">
        <h2 id={id}>{title}</h2>
        <button type="button" className="btn ic" aria-label="Close" onClick={close}>
          <Icon name="cross" size={16} />
        </button>
      </div>
      {children}
    </dialog>
  );
}
