"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Icon } from "@/app/_parts/icons";
import type { SloView } from "@/lib/views/slo";
import { queryOf, toMinute } from "./range";

const RulesDialog = dynamic(() => import("./rules-dialog"), { ssr: false });

/** What is shown as a table for elsewhere, the SLO as the document that defines it, and as rules for an engine of one's own. */
export function ExportMenu({ view: { row, range, previous } }: { view: SloView }) {
  const [showsRules, setShowsRules] = useState(false);
  const address = `/api/v1/slos/${encodeURIComponent(row.id)}`;
  const query = queryOf({
    from: toMinute(range.from),
    to: toMinute(range.to),
    previous: previous === null ? null : "on",
  });
  return (
    <>
      <details className="menu">
        <summary className="btn quiet">
          <Icon name="out" size={16} />
          Export
        </summary>
        <div className="panel">
          <a href={`${address}/series?${query}&format=csv`} download={`${row.id}.csv`}>
            These slices as CSV
          </a>
          <a href={`${address}/openslo`} download={`${row.id}.yaml`}>
            The SLO as OpenSLO
          </a>
          <button type="button" onClick={() => setShowsRules(true)}>
            Its alert rules
          </button>
        </div>
      </details>
      {showsRules && <RulesDialog id={row.id} close={() => setShowsRules(false)} />}
    </>
  );
}
