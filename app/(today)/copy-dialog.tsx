"use client";
import { Dialog } from "@/app/_parts/dialog";

/** Where the browser does not let a page copy. */
export default function CopyDialog({ text, close }: { text: string; close: () => void }) {
  return (
    <Dialog title="Copy for chat" close={close} wide>
      <label className="field">
        <span className="lab">The browser does not let this page copy: copy it from here.</span>
        <textarea className="in mono" rows={14} readOnly value={text} ref={(area) => area?.select()} />
      </label>
    </Dialog>
  );
}
