import Link from "next/link";
import type { DecisionLink } from "@/lib/views/slo-row";
import { Icon } from "./icons";

/** "ADR 0001 · D2 Edge cache" */
export function decisionLabel(decision: DecisionLink): string {
  const record = decision.adrNumber === null ? decision.adrTitle : `ADR ${decision.adrNumber}`;
  return `${record} · ${decision.id.toUpperCase()} ${decision.missing ? "" : decision.title}`.trim();
}

type Props = {
  decision: DecisionLink | null;
  /** A link of which nothing is fetched in advance, where there are many: whoever draws it leads along it. */
  plain?: boolean;
};

/** Leads to the decision's own anchor; says so where no decision is named or none is found. */
export function DecisionTag({ decision, plain = false }: Props) {
  if (decision === null)
    return (
      <span className="nod">
        <svg width="11" height="11" viewBox="0 0 12 12" aria-hidden="true">
          <circle strokeDasharray="2 2" cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
          <path d="M3.9 6h4.2" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" />
        </svg>
        no decision
      </span>
    );
  const label = decisionLabel(decision);
  if (decision.missing)
    return (
      <span className="dtag" title={`${decision.path}#${decision.id}`}>
        <Icon name="differs" />
        <span>{label}: not found</span>
      </span>
    );
  const LinkTo = plain ? "a" : Link;
  return (
    <LinkTo className="dtag" href={decision.href} title={label}>
      <Icon name="document" />
      <span>{label}</span>
    </LinkTo>
  );
}
