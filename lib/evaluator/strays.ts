import "server-only";
import { engineOf } from "@/lib/slo/sli";
import { cursorOf, saveCursorError } from "@/lib/store/cursors";
import type { Database } from "@/lib/store/database";
import { activeSlos } from "@/lib/store/slos";

/**
 * Says of every SLO whose engine is set up no more why it is not counted; the others count on. Its engine's first tick takes it
 * back, once there is one again.
 */
export function noteStrays(db: Database, known: readonly string[]): void {
  // Where nothing is set up, every page says so.
  if (known.length === 0) return;
  for (const { sli, sliId } of activeSlos(db)) {
    const engine = engineOf(sli);
    if (known.includes(engine) || cursorOf(db, sliId) === null) continue;
    saveCursorError(db, sliId, `Its engine ${engine} is not in ENGINES_FILE any more.`);
  }
}
