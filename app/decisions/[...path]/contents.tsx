import { VERDICT_WORDS, VerdictShape, verdictTone } from "@/app/_parts/verdict";
import { VERDICTS, type Verdict } from "@/lib/slo/verdict";
import type { DecisionSection } from "@/lib/views/decision";

/** Where a section's evidence stands: the loudest of its verdicts. */
function loudest(section: DecisionSection): Verdict | null {
  const verdicts = section.evidence.map(({ slo }) => slo.verdict);
  return VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? null;
}

export function Contents({ sections, anchor }: { sections: DecisionSection[]; anchor: string | null }) {
  if (sections.length < 2) return <div className="toc" />;
  return (
    <nav className="toc noprint" aria-labelledby="title:contents">
      <h2 id="title:contents">On this page</h2>
      <ol>
        {sections.map((section) => {
          const verdict = loudest(section);
          return (
            <li key={section.anchor} className={section.anchor === anchor ? "cur" : undefined}>
              <a
                href={`#${encodeURIComponent(section.anchor)}`}
                aria-current={section.anchor === anchor ? "location" : undefined}
              >
                {verdict && (
                  <span className={`tone-${verdictTone(verdict)}`} title={VERDICT_WORDS[verdict]}>
                    <VerdictShape verdict={verdict} />
                    <span className="sr">{VERDICT_WORDS[verdict]}</span>
                  </span>
                )}
                {!verdict && section.decisionId && (
                  <svg width="12" height="12" viewBox="0 0 12 12" role="img" aria-label="Not measured">
                    <circle cx="6" cy="6" r="2" fill="none" stroke="currentColor" />
                  </svg>
                )}
                <span>
                  {section.decisionId && `${section.decisionId.toUpperCase()} `}
                  {section.title}
                </span>
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
