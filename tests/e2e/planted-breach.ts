import { join } from "node:path";
import Sqlite from "better-sqlite3";

/** A breach of an SLO that was open from one minute to another, or still is, as if it had been seen; answers its number. */
export function plantBreach(
  sloId: string,
  openedMinute: number,
  closedMinute: number | null,
  folder = process.env.E2E_DATA_DIR ?? "",
): number {
  const db = new Sqlite(join(folder, "plumbline.db"), { timeout: 20_000 });
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO breaches (slo_id, kind, origin, opened_minute, closed_minute, close_reason, worst, bad_events, total_events,
         budget_spent, target_version)
       VALUES (?, 'objective-missed', 'live', ?, ?, ?, 0.9, 10, 100, 0.1, 1)`,
    )
    .run(sloId, openedMinute, closedMinute, closedMinute === null ? null : "within the target again");
  db.close();
  return Number(lastInsertRowid);
}
