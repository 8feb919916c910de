import "server-only";
import { engineOf } from "@/lib/slo/sli";
import { cursorOf, saveCursorError } from "@/lib/store/cursors";
import type { Database } from "@/lib/store/database";
import { activeSlos } from "@/lib/store/slos";

/**
 * Says of every SLO whose engine is set up no more why it is not counted; the others count on. Takes it back where the engine is
 * there again, which may be silent for a reason of its own.
 */
export function noteStrays(db: Database, known: readonly string[]): void {
  // Where nothing is set up, every page says so.
  if (known.length === 0) return;
  for (const { sli, sliId } of activeSlos(db)) {
    const [engine, cursor] = [engineOf(sli), cursorOf(db, sliId)];
    if (cursor === null) continue;
    const gone = `Its engine ${engine} is not in ENGINES_FILE any more.`;
    if (!known.includes(engine)) saveCursorError(db, sliId, gone);
    else if (cursor.error === gone) saveCursorError(db, sliId, null);
  }
}
