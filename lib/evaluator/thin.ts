import "server-only";
import { THINNING, thinnedSpans } from "@/lib/slo/thinning";
import { isResumed } from "@/lib/store/cursors";
import { atomically } from "@/lib/store/database";
import { edgesInUse } from "@/lib/store/edges-in-use";
import { dropGaugeValuesUpTo } from "@/lib/store/gauge-values";
import { thinRows } from "@/lib/store/ledger";
import { passes } from "./recount";
import type { Passed, World } from "./world";

const DAY = 1440;
/** arithmetic.md 10. */
const GAUGE_DAYS = 92;

/** Drops old rows by the policy; once a day for each SLO, at a minute of its own. */
export function thin({ db, thinning = THINNING }: World, passed: readonly Passed[]): void {
  for (const { slo, before, cursor } of passed) {
    // Past breaches are looked for in every minute that was counted: again, once a backfill that was cancelled has gone on.
    if (!cursor.replayed || cursor.backfillCancelledAt !== null || isResumed(cursor)) continue;
    if (!passes(slo.sliId % DAY, DAY, before.liveMinute, cursor.liveMinute)) continue;
    const edges = edgesInUse(db, slo);
    atomically(db, () => {
      for (const span of thinnedSpans(thinning, cursor.liveMinute)) thinRows(db, slo.sliId, span, edges);
      dropGaugeValuesUpTo(db, slo.sliId, cursor.liveMinute - GAUGE_DAYS * DAY);
    });
  }
}
