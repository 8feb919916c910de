"use client";
import { useState } from "react";
import { Icon } from "@/app/_parts/icons";

/** The address says everything that is shown. */
export function CopyLink() {
  const [said, setSaid] = useState("");
  const copy = async (): Promise<void> => {
    // Away from https and localhost a page has no clipboard.
    const done = await navigator.clipboard?.writeText(location.href).then(
      () => true,
      () => false,
    );
    setSaid(done ? "Copied" : "Copy it from the address bar");
  };
  return (
    <button type="button" className="btn quiet" onClick={copy}>
      <Icon name="copy" size={16} />
      <span role="status">{said || "Copy link"}</span>
    </button>
  );
}
