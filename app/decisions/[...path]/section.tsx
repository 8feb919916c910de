import type { DecisionSection } from "@/lib/views/decision";
import { EvidencePanel } from "./evidence-panel";
import { Prose } from "./prose";

/** One section under its anchor; a decision carries what measures it, or the hole where nothing does. */
export function Section({ section, targeted }: { section: DecisionSection; targeted: boolean }) {
  const { anchor, level, title, decisionId, body, evidence } = section;
  const Heading = `h${level}` as const;
  const name = decisionId?.toUpperCase();
  return (
    <section id={anchor} className={targeted ? "part targeted" : "part"} aria-labelledby={`${anchor}-title`}>
      <Heading id={`${anchor}-title`}>
        {name && (
          <a className="an" href={`#${encodeURIComponent(anchor)}`}>
            {name}
          </a>
        )}
        {title}
      </Heading>
      <Prose body={body} />
      {evidence.map((item) => (
        <EvidencePanel key={item.slo.id} evidence={item} name={name ?? title} />
      ))}
      {name && evidence.length === 0 && (
        <aside className="ev none" aria-label={`Evidence for ${name}`}>
          <p>
            <b>Nothing measures this decision.</b> No SLO names {name} of this record.
          </p>
        </aside>
      )}
    </section>
  );
}
