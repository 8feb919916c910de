import { Fragment } from "react";
import { formatDecisionAddress } from "@/lib/adr/decision-address";
import { rootOf } from "@/lib/adr/hast-text";
import { blockWith } from "@/lib/adr/promise";
import type { DecisionSection, Evidence } from "@/lib/views/decision";
import { EvidencePanel } from "./evidence-panel";
import { Prose } from "./prose";
import { Unmeasured } from "./unmeasured";

/** One section under its anchor; a decision carries what measures it, or the hole where nothing does. */
export function Section({ section, path, targeted }: { section: DecisionSection; path: string; targeted: boolean }) {
  const { anchor, alias, level, title, decisionId, body, evidence, unmeasured } = section;
  const Heading = `h${level}` as const;
  const name = decisionId?.toUpperCase();
  // A colon stands in no anchor, so the heading's id is nobody else's.
  const headingId = `title:${anchor}`;
  return (
    <section id={anchor} className={targeted ? "part targeted" : "part"} aria-labelledby={headingId}>
      {alias !== null && <span id={alias} className="alias" />}
      <Heading id={headingId}>
        {name && (
          <a className="an" href={`#${encodeURIComponent(anchor)}`}>
            {name}
          </a>
        )}
        {title}
      </Heading>
      {piecesOf(body, evidence).map(({ blocks, after }) => (
        <Fragment key={after?.slo.id ?? "rest"}>
          <Prose body={rootOf(blocks)} />
          {after && <EvidencePanel evidence={after} name={name ?? title} />}
        </Fragment>
      ))}
      {decisionId !== null && (evidence.length === 0 || unmeasured.length > 0) && (
        <Unmeasured section={section} decision={formatDecisionAddress({ path, id: decisionId })} />
      )}
    </section>
  );
}

type Blocks = DecisionSection["body"]["children"];

/** The text, divided after each promise so that its evidence stands there; what is promised nowhere in it comes last. */
function piecesOf(body: DecisionSection["body"], evidence: Evidence[]): { blocks: Blocks; after: Evidence | null }[] {
  const end = body.children.length;
  const placed = evidence
    .map((each) => ({ each, at: each.statement === null ? -1 : blockWith(body, each.statement) }))
    .map(({ each, at }) => ({ each, until: at === -1 ? end : at + 1 }))
    .sort((a, b) => a.until - b.until);
  let begun = 0;
  const pieces = placed.map(({ each, until }) => {
    const blocks = body.children.slice(begun, until);
    begun = until;
    return { blocks, after: each as Evidence | null };
  });
  return begun < end || pieces.length === 0 ? [...pieces, { blocks: body.children.slice(begun), after: null }] : pieces;
}
