import "server-only";
import type { DemoHappening } from "@/lib/gateways/demo-log";
import type { GeneratedHistory } from "@/lib/gateways/generated-history";
import { type LedgerRow, subtract } from "@/lib/slo/ledger";
import { minuteAt } from "@/lib/slo/window";
import { type Annotation, addAnnotation, annotationByKey } from "@/lib/store/annotations";
import { cursorOf, saveCursor } from "@/lib/store/cursors";
import { atomically, type Database } from "@/lib/store/database";
import { addGeneratedSpan } from "@/lib/store/generated-spans";
import { appendRows, dropRowsBelow, storedLedger } from "@/lib/store/ledger";
import type { Slo } from "@/lib/store/slos";

/** Says which time is generated, so that every screen can, and what is said to have happened in it. */
export function noteGeneratedSpans(db: Database, history: GeneratedHistory, now: Date): void {
  atomically(db, () => {
    for (const { from, to, note } of history.spans) addGeneratedSpan(db, { fromAt: from, toAt: to, note });
    for (const { from, to, ...told } of history.annotations)
      addOnce(db, { ...told, fromAt: from, toAt: to, generated: true }, now);
  });
}

/** What was done to the demo's shop while it was watched: measured time, so nothing of it is generated. */
export function noteHappenings(db: Database, happenings: readonly DemoHappening[], now: Date): void {
  if (happenings.length === 0) return;
  atomically(db, () => {
    for (const { at, ...told } of happenings) addOnce(db, { ...told, fromAt: at, toAt: null, generated: false }, now);
  });
}

type Told = Pick<Annotation, "kind" | "title" | "text" | "fromAt" | "toAt" | "generated">;

/** Its key is kept where somebody removed it: it does not come back. */
function addOnce(db: Database, told: Told, now: Date): void {
  const key = `demo ${new Date(told.fromAt).toISOString()} ${told.title}`;
  if (annotationByKey(db, key)) return;
  const everywhere = { service: null, sloId: null, url: null };
  addAnnotation(db, { ...told, ...everywhere, key, author: "the demo", authorId: null, createdAt: now.getTime() });
}

/**
 * Puts generated counts below the engine's history. Live and backfilled rows do not change; what the ledger holds below the
 * seam is empty minutes, which make room.
 */
export function addGeneratedRows(db: Database, slo: Slo, history: GeneratedHistory): void {
  const counts = history.slos[slo.id];
  if (!counts || counts.total.length === 0) return;
  const stepMinutes = counts.stepSeconds / 60;
  const start = minuteAt(counts.from);
  const seam = start + counts.total.length * stepMinutes;
  const sameEdges = JSON.stringify(slo.edges ?? []) === JSON.stringify(counts.edges ?? []);
  const stored = storedLedger(db, slo.sliId);
  const lowest = stored.first();
  const atSeam = stored.at(seam);
  if (!sameEdges || !lowest || !atSeam || lowest.minute <= start) return;
  if (lowest.total !== atSeam.total || lowest.observedSeconds !== atSeam.observedSeconds) return;
  const rows: LedgerRow[] = [];
  let above: LedgerRow = {
    ...atSeam,
    minute: Math.min(seam, atSeam.minute),
    buckets: atSeam.buckets ?? counts.edges?.map(() => 0) ?? null,
  };
  if (atSeam.minute > seam) rows.push({ ...above, minute: seam, carried: false });
  for (let i = counts.total.length - 1; i >= 0; i--) {
    const step = {
      good: counts.good[i] ?? 0,
      total: counts.total[i] ?? 0,
      observedSeconds: counts.stepSeconds,
      buckets: counts.buckets?.[i] ?? null,
    };
    above = { ...subtract(above, step), minute: start + i * stepMinutes, carried: false };
    rows.push(above);
  }
  atomically(db, () => {
    dropRowsBelow(db, slo.sliId, seam);
    appendRows(db, slo.sliId, rows);
    const cursor = cursorOf(db, slo.sliId);
    // Below the seam nothing is judged minute by minute: the rows there are hours.
    if (cursor)
      saveCursor(db, {
        ...cursor,
        backfilledTo: Math.max(cursor.backfilledTo, seam),
        backfillFloor: Math.max(cursor.backfillFloor ?? seam, seam),
      });
  });
}
