import type { BadgeOffer } from "@/app/_parts/badge-offer";
import { decisionHref } from "@/lib/adr/decision-address";
import type { DecisionView } from "@/lib/views/decision";

/** A badge of the whole record, and one of each of its decisions. */
export function badgeOffers({ path, number, title, sections }: DecisionView): BadgeOffer[] {
  const offer = (name: string, id: string | null): BadgeOffer => {
    const terms = new URLSearchParams({ record: path, ...(id === null ? {} : { decision: id }) });
    return { name, src: `/api/v1/decisions/badge.svg?${terms}`, href: decisionHref({ path, id }) };
  };
  return [
    offer(number === null ? title : `ADR ${number} ${title}`, null),
    ...sections.flatMap((section) =>
      section.decisionId === null
        ? []
        : [offer(`${section.decisionId.toUpperCase()} ${section.title}`, section.decisionId)],
    ),
  ];
}
