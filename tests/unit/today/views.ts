import type { SloRow } from "@/lib/views/slo-row";
import type { ReviewItem, TodayView } from "@/lib/views/today";

export const NOW = "2026-11-24T09:12:00.000Z";

export const row = (name: string, more: Partial<SloRow> = {}): SloRow => ({
  id: name.toLowerCase(),
  name,
  service: "edge",
  tier: null,
  kind: "ratio",
  approximate: false,
  verdict: "breached",
  reason: null,
  stale: false,
  finalTo: NOW,
  objective: 0.9,
  threshold: null,
  window: "28d",
  targetStatement: "≥\u00a090\u202f%",
  nextTarget: null,
  lastHour: { attainment: 0.813, total: 1000, coverage: 1, p95Seconds: null },
  attainment: 0.9,
  attainmentReason: null,
  coverage: 1,
  budget: { remaining: 0.04, allowed: 100, spent: 96, coverage: 1 },
  exhaustedInSeconds: 38_460,
  missesToAllowed: 1.9,
  decision: null,
  openBreach: { id: 7, kind: "objective-missed", openedAt: "2026-11-24T06:42:00.000Z" },
  sparkline: [],
  ...more,
});

export const item = (name: string, more: Partial<ReviewItem> = {}): ReviewItem => ({
  subject: `slo:${name.toLowerCase()}`,
  state: "breached 7",
  kind: "breached",
  name,
  href: "/breaches/7",
  row: row(name),
  decision: null,
  words: { bold: "Since 06:42 UTC.", rest: "", brief: null },
  handled: null,
  notes: [],
  mayMark: true,
  ...more,
});

export const handled = (
  more: Partial<NonNullable<ReviewItem["handled"]>> = {},
): NonNullable<ReviewItem["handled"]> => ({
  id: 1,
  what: "acknowledged",
  by: "Ada",
  at: "2026-11-24T09:02:00.000Z",
  text: null,
  followUp: null,
  mine: true,
  ...more,
});

export function view(
  groups: Partial<Record<"breached" | "atRisk" | "unknown" | "noTraffic" | "toSettle", ReviewItem[]>> = {},
): TodayView {
  const group = (items: ReviewItem[] = []) => ({ items, total: items.length });
  const all = Object.values(groups).flat();
  return {
    now: NOW,
    breached: group(groups.breached),
    atRisk: group(groups.atRisk),
    unknown: group(groups.unknown),
    noTraffic: group(groups.noTraffic),
    toSettle: group(groups.toSettle),
    met: { rows: [], total: 3 },
    items: { total: all.length, handled: all.filter((each) => each.handled !== null).length },
    finalTo: NOW,
    lateAfterSeconds: 240,
    coverage: 1,
    since: { at: NOW, by: null, verdicts: [], verdictsTotal: 0, others: [], othersTotal: 0 },
    carried: { items: [], total: 0 },
    reviews: { days: [], medianMinutes: null, last: null, previousDay: null },
    waiting: { items: [], total: 0 },
    reader: { signedIn: true, mayReview: true },
    publicUrl: null,
  };
}
