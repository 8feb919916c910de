"use client";
import { useState } from "react";
import type { TargetTerms } from "@/lib/slo/target-draft";

type Props = { id: string; terms: TargetTerms | null; decision: { path: string; id: string } | null };

/** Copies the document with what is typed, for whoever keeps SLOs in files. */
export function CopyOpenSlo({ id, terms, decision }: Props) {
  const [said, setSaid] = useState("");
  const copy = async (): Promise<void> => {
    if (terms === null) return;
    setSaid("");
    const { objective, threshold, window } = terms;
    const query = new URLSearchParams({
      objective: String(objective),
      window,
      ...(threshold === null ? {} : { threshold: String(threshold) }),
      ...(decision === null ? {} : { decision: `${decision.path}#${decision.id}` }),
    });
    const answer = await fetch(`/api/v1/slos/${encodeURIComponent(id)}/openslo?${query}`).catch(() => null);
    if (answer === null) return setSaid("The server did not answer.");
    if (!answer.ok) return setSaid((await answer.json()).detail);
    const document = await answer.text();
    // Away from https and localhost a page has no clipboard.
    const done = await navigator.clipboard?.writeText(document).then(
      () => true,
      () => false,
    );
    setSaid(done ? "Copied." : "This browser lets no page copy: the SLO's page has the document to download.");
  };
  return (
    <>
      <span role="status">{said}</span>
      <button type="button" className="btn" disabled={terms === null} onClick={copy}>
        Copy as OpenSLO
      </button>
    </>
  );
}
