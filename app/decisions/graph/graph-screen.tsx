"use client";
import Link from "next/link";
import { Crumbs } from "@/app/_parts/crumbs";
import { Empty } from "@/app/_parts/empty";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { count } from "@/lib/format/count";
import type { DecisionGraphView } from "@/lib/views/decision-graph";
import { recordName } from "../record-words";
import { StatusFilter } from "../status-filter";
import { Tabs } from "../tabs";
import { termsOf } from "../terms";
import { GraphDrawing } from "./graph-drawing";
import { GraphTable } from "./graph-table";
import "../decisions.css";
import "./graph.css";

export function GraphScreen({ initial, asTable }: { initial: DecisionGraphView; asTable: boolean }) {
  const { asked } = initial;
  const view = useScreen(screens.decisionGraph(termsOf(asked)), initial);
  const as = asTable ? "table" : null;
  const hrefFor = (terms: Record<string, string | null>) => `/decisions/graph${termsOf({ ...asked, as, ...terms })}`;
  const shown = view.nodes.length + view.alone.length;
  return (
    <div className="decisions">
      <Crumbs to={[{ href: "/decisions", text: "Decisions" }]} here="Graph" />
      <h1>Graph of decisions</h1>
      <Tabs />
      <div className="graph-bar noprint">
        <StatusFilter statuses={view.statuses} chosen={asked.status} hrefFor={(status) => hrefFor({ status })} />
        <nav className="seg" aria-label="Shown as">
          <Link href={hrefFor({ as: null })} prefetch={false} aria-current={asTable ? undefined : "true"}>
            Drawing
          </Link>
          <Link href={hrefFor({ as: "table" })} prefetch={false} aria-current={asTable ? "true" : undefined}>
            Table
          </Link>
        </nav>
      </div>
      <p className="sum-up">{inWords(view)}</p>
      {asked.around !== null && (
        <p className="hint">
          {view.around ? `What lies around ${recordName(view.around)}. ` : `There is no record at ${asked.around}. `}
          <Link href={hrefFor({ around: null })}>All records</Link>
        </p>
      )}
      {shown === 0 ? (
        <div className="none">
          <Nothing view={view} />
        </div>
      ) : asTable ? (
        <GraphTable view={view} aroundHref={(around) => hrefFor({ around })} />
      ) : (
        <GraphDrawing view={view} />
      )}
    </div>
  );
}

function Nothing({ view: { records, asked } }: { view: DecisionGraphView }) {
  if (records === 0)
    return (
      <Empty title="No record yet">
        <p>
          Architecture Decision Records are read from the folder that <code>ADR_DIR</code> names.
        </p>
      </Empty>
    );
  return asked.status === null ? (
    <Empty title="Nothing supersedes anything">
      <p>
        There are too many records to draw all, and none takes the place of another. Begin at a record: “In the graph”
        shows what lies around it.
      </p>
    </Empty>
  ) : (
    <Empty title={`No record is ${asked.status}`}>
      <p>
        <Link href="/decisions/graph">All records</Link>
      </p>
    </Empty>
  );
}

/** What the drawing says. */
function inWords({ nodes, alone, edges, left, edgesLeft, asked }: DecisionGraphView): string {
  const supersedes = edges.filter(({ kind }) => kind === "supersedes").length;
  const links = edges.length - supersedes;
  const shown = nodes.length + alone.length;
  const some = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;
  const sentences = [
    `${some(shown, "record", "records")}: ${some(supersedes, "takes", "take")} the place of another, ${some(links, "link leads", "links lead")} from one to another.`,
  ];
  if (left > 0)
    sentences.push(
      asked.around === null
        ? `${some(left, "record is", "records are")} not drawn: only chains of supersession are. Choose a status, or “In the graph” on a record for what lies around it.`
        : `${some(left, "record lies", "records lie")} farther away.`,
    );
  if (edgesLeft > 0) sentences.push(`${some(edgesLeft, "link is", "links are")} not drawn.`);
  return sentences.join(" ");
}
