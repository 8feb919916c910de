import "server-only";
import { eq } from "drizzle-orm";
import * as schema from "@/db/schema";
import { excludedSpans } from "@/lib/slo/exclusion";
import { parseWindow, spanOf } from "@/lib/slo/window";
import type { Database } from "./database";
import { exclusionsOf } from "./exclusions";
import { storedLedger } from "./ledger";
import type { Slo } from "./slos";

/** Minutes of an SLO whose rows figures are worked out from, so that thinning leaves them: arithmetic.md 7. */
export function edgesInUse(db: Database, slo: Slo): number[] {
  const ledger = storedLedger(db, slo.sliId);
  const [first, last] = [ledger.first(), ledger.last()];
  if (!first || !last) return [];
  const versions = slo.targets.map(({ inForceFrom }) => Math.ceil(inForceFrom / 60_000));
  const breaches = db
    .select({ opened: schema.breaches.openedMinute, closed: schema.breaches.closedMinute })
    .from(schema.breaches)
    .where(eq(schema.breaches.sloId, slo.id))
    .all()
    .flatMap(({ opened, closed }) => (closed === null ? [opened] : [opened, closed]));
  const exclusions = excludedSpans(exclusionsOf(db, slo.id), first.minute, last.minute).flatMap(({ from, to }) => [
    from,
    to,
  ]);
  return [first.minute, ...versions, ...breaches, ...exclusions, ...calendarEdges(slo, first.minute, last.minute)];
}

function calendarEdges({ targets }: Slo, first: number, last: number): number[] {
  const edges = new Set<number>();
  for (const { window: text } of targets) {
    const window = parseWindow(text);
    if (!window || "days" in window) continue;
    for (let minute = last; minute > first; minute = spanOf(window, minute).from)
      edges.add(spanOf(window, minute).from);
  }
  return [...edges];
}
