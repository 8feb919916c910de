"use client";
import { useState } from "react";
import { Icon } from "@/app/_parts/icons";
import type { ShownRange } from "@/lib/views/slo";
import { withRange } from "./range";

/** The address of what is shown now, by its instants: it shows the same tomorrow. */
export function CopyLink({ range, present }: { range: ShownRange; present: URLSearchParams }) {
  const [said, setSaid] = useState("");
  const copy = async (): Promise<void> => {
    const query = withRange(present, { from: Date.parse(range.from), to: Date.parse(range.to) });
    const address = `${location.origin}${location.pathname}${query}`;
    // Away from https and localhost a page has no clipboard.
    const done = await navigator.clipboard?.writeText(address).then(
      () => true,
      () => false,
    );
    setSaid(done ? "Copied." : "This browser lets no page copy: the address above the page can be.");
  };
  return (
    <span className="r">
      <span role="status" className="hint">
        {said}
      </span>
      <button type="button" className="btn sm quiet" onClick={() => void copy()}>
        <Icon name="copy" />
        Copy link
      </button>
    </span>
  );
}
