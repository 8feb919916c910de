import type { AdrDecision } from "./decision";

type Anchor = { anchor: string; title: string; decisionId: string | null };

/** Names the sections of one record, in their order. An anchor is given once, and a decision's id to its own section only. */
export function anchorsFor(decisions: AdrDecision[]): (heading: string) => Anchor {
  const given = new Set(decisions.map(({ id }) => id.toLowerCase()));
  const open = new Set(decisions);
  return (heading) => {
    const decision = decisions.find(({ id }) => titleAfter(id, heading) !== null);
    if (decision && open.delete(decision)) {
      return {
        anchor: decision.id,
        title: titleAfter(decision.id, heading) || decision.title,
        decisionId: decision.id,
      };
    }
    const anchor = unused(slugOf(heading) || "section", given);
    given.add(anchor);
    return { anchor, title: heading, decisionId: null };
  };
}

/** As GitHub makes them, so that links written for it lead to the same place. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}

/** "D1: Cache at the edge" begins with d1 and goes on with "Cache at the edge"; "D12" and "D1.1" do not begin with d1. */
function titleAfter(id: string, heading: string): string | null {
  if (!heading.toLowerCase().startsWith(id.toLowerCase())) return null;
  const rest = heading.slice(id.length);
  return rest === "" || /^(?:\s|[:)–—]|\.(?!\p{L}|\p{N}))/u.test(rest) ? rest.replace(/^[\s:.)–—-]+/, "") : null;
}

function unused(slug: string, given: Set<string>): string {
  for (let n = 1; ; n++) {
    const anchor = n === 1 ? slug : `${slug}-${n}`;
    if (!given.has(anchor)) return anchor;
  }
}
