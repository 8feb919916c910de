import Link from "next/link";
import { Scrolling } from "@/app/_parts/scrolling";
import { VerdictChip } from "@/app/_parts/verdict";
import type { DecisionGraphView, GraphNode } from "@/lib/views/decision-graph";
import { capital, recordLabel, recordName } from "../record-words";

type Relation = { record: GraphNode; inPart: boolean };

/** What the drawing shows, for whoever reads rather than looks. */
export function GraphTable({ view, aroundHref }: { view: DecisionGraphView; aroundHref: (path: string) => string }) {
  const records = [...view.nodes, ...view.alone].sort((a, b) => (a.path < b.path ? 1 : -1));
  const byPath = new Map(records.map((record) => [record.path, record]));
  const related = (kind: "supersedes" | "links", end: "from" | "to", path: string): Relation[] =>
    view.edges.flatMap((edge) => {
      const record =
        edge.kind === kind && edge[end] === path ? byPath.get(edge[end === "from" ? "to" : "from"]) : undefined;
      return record ? [{ record, inPart: edge.inPart }] : [];
    });
  return (
    <Scrolling as="section" className="panel graph-table scroll" aria-label="Table of the records">
      <table className="tb">
        <caption className="sr">Records with what each supersedes and links to</caption>
        <thead>
          <tr>
            <th scope="col">Record</th>
            <th scope="col">Status</th>
            <th scope="col">Holds today</th>
            <th scope="col">Supersedes</th>
            <th scope="col">Superseded by</th>
            <th scope="col">Links to</th>
            <th scope="col">Linked from</th>
            <th scope="col">
              <span className="sr">Graph</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={record.path}>
              <th scope="row">
                <Link href={record.href} prefetch={false}>
                  {recordName(record)}
                </Link>
              </th>
              <td>{capital(record.status)}</td>
              <td>
                {record.verdict ? (
                  <VerdictChip verdict={record.verdict} />
                ) : (
                  <span className="muted">not measured</span>
                )}
                {record.drifting > 0 && <span className="hint"> {record.drifting === 1 ? "drifts" : "drift"}</span>}
              </td>
              <Relations of={related("supersedes", "from", record.path)} />
              <Relations of={related("supersedes", "to", record.path)} />
              <Relations of={related("links", "from", record.path)} />
              <Relations of={related("links", "to", record.path)} />
              <td>
                <Link href={aroundHref(record.path)} prefetch={false} aria-label={`Around ${recordLabel(record)}`}>
                  Around it
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

function Relations({ of }: { of: Relation[] }) {
  return (
    <td>
      {of.length === 0 ? (
        <span className="muted">–</span>
      ) : (
        of.map(({ record, inPart }) => (
          <Link key={record.path} className="rl" href={record.href} prefetch={false} title={record.title}>
            {record.number ?? record.title}
            {inPart && ", in part"}
          </Link>
        ))
      )}
    </td>
  );
}
