"use client";
import { Icon } from "@/app/_parts/icons";
import type { SloView } from "@/lib/views/slo";
import { queryOf, toMinute } from "./range";

/** What is shown as a table for elsewhere, and the SLO as the document that defines it. */
export function ExportMenu({ view: { row, range, previous } }: { view: SloView }) {
  const address = `/api/v1/slos/${encodeURIComponent(row.id)}`;
  const query = queryOf({
    from: toMinute(range.from),
    to: toMinute(range.to),
    previous: previous === null ? null : "on",
  });
  return (
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
      </div>
    </details>
  );
}
