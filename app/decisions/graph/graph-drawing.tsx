import Link from "next/link";
import { Icon } from "@/app/_parts/icons";
import { Scrolling } from "@/app/_parts/scrolling";
import { VERDICT_WORDS, VerdictShape, verdictTone } from "@/app/_parts/verdict";
import { BOX } from "@/lib/adr/graph-box";
import { count } from "@/lib/format/count";
import type { DecisionGraphView, GraphNode } from "@/lib/views/decision-graph";
import { capital, recordName } from "../record-words";

/** Older records stand on the left. Each box leads to its record; the table says the same without a picture. */
export function GraphDrawing({ view: { nodes, alone, edges, drawing } }: { view: DecisionGraphView }) {
  const place = new Map(drawing.places.map(({ path, x, y }) => [path, { x, y }]));
  const inPart = new Set(edges.flatMap((edge) => (edge.inPart ? `${edge.from}\n${edge.to}` : [])));
  return (
    <>
      {nodes.length > 0 && (
        <>
          <Key />
          <Scrolling as="section" className="graph" aria-label="Drawing of the records, the older on the left">
            <div className="sheet" style={{ width: drawing.width, height: drawing.height }}>
              <svg width={drawing.width} height={drawing.height} aria-hidden="true">
                {drawing.routes.map(({ from, to, kind, points }) => (
                  <g key={`${from} ${to} ${kind}`} className={`edge ${kind}`}>
                    <path d={lineOf(points)} strokeDasharray={inPart.has(`${from}\n${to}`) ? "7 4" : undefined} />
                    <path className="tip" d={tipOf(points)} />
                  </g>
                ))}
              </svg>
              <ul>
                {nodes.map((node) => {
                  const { x = 0, y = 0 } = place.get(node.path) ?? {};
                  return (
                    <li key={node.path} style={{ left: x, top: y, width: BOX.width, height: BOX.height }}>
                      <Box node={node} />
                    </li>
                  );
                })}
              </ul>
            </div>
          </Scrolling>
        </>
      )}
      {alone.length > 0 && (
        <section className="alone" aria-labelledby="alone">
          <h2 id="alone">
            Nothing leads from or to them <span className="n">{count(alone.length)}</span>
          </h2>
          <ul>
            {alone.map((node) => (
              <li key={node.path}>
                <Box node={node} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Key() {
  return (
    <p className="key hint">
      <svg width="34" height="10" aria-hidden="true" className="edge supersedes">
        <path d="M2,5H28" />
        <path className="tip" d="M34,5l-8,-3.5v7Z" />
      </svg>
      takes the place of
      <svg width="34" height="10" aria-hidden="true" className="edge supersedes">
        <path d="M2,5H28" strokeDasharray="7 4" />
        <path className="tip" d="M34,5l-8,-3.5v7Z" />
      </svg>
      in part
      <svg width="34" height="10" aria-hidden="true" className="edge links">
        <path d="M2,5H28" />
        <path className="tip" d="M34,5l-7,-3v6Z" />
      </svg>
      links to
    </p>
  );
}

function Box({ node }: { node: GraphNode }) {
  const { href, number, title, status, verdict, drifting, gone } = node;
  return (
    <Link className={gone ? "box past" : "box"} href={href} prefetch={false} title={recordName(node)}>
      <span className="bt">
        {number !== null && <span className="bn">{number}</span>}
        <span className="bw">{title}</span>
      </span>
      <span className="bs">
        <span className="st">{capital(status)}</span>
        {verdict && (
          <span className={`bv tone-${verdictTone(verdict)}`}>
            <VerdictShape verdict={verdict} />
            {VERDICT_WORDS[verdict]}
          </span>
        )}
        {drifting > 0 && (
          <span className="bv">
            <Icon name="differs" size={12} />
            Drifts
          </span>
        )}
      </span>
    </Link>
  );
}

type Point = { x: number; y: number };

/** A curve through each gap between two columns, and level past the boxes of a column. */
function lineOf(points: readonly Point[]): string {
  return points
    .map(({ x, y }, i) => {
      const before = points[i - 1];
      if (!before) return `M${x},${y}`;
      const middle = (before.x + x) / 2;
      return i % 2 === 1 ? `C${middle},${before.y} ${middle},${y} ${x},${y}` : `L${x},${y}`;
    })
    .join("");
}

function tipOf(points: readonly Point[]): string {
  const [before, end] = points.slice(-2);
  if (!before || !end) return "";
  const way = Math.sign(end.x - before.x) || -1;
  return `M${end.x},${end.y}l${-8 * way},-3.5v7Z`;
}
