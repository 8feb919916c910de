import "server-only";
import { desc, eq } from "drizzle-orm";
import { triggerFirings, triggerStates } from "@/db/revisits";
import type { Database } from "./database";

export const STANDINGS = ["not-met", "holding", "met", "unknown", "not-evaluated"] as const;
export type TriggerStanding = (typeof STANDINGS)[number];

/** How a trigger stood when it was last looked at. `…At` are ms. */
export type TriggerState = Omit<typeof triggerStates.$inferSelect, "standing"> & { standing: TriggerStanding };

/** `firedAt`: ms. A firing without a decision concerns every one of its record. */
export type TriggerFiring = typeof triggerFirings.$inferSelect;

export const triggerStateKey = ({ path, triggerId }: { path: string; triggerId: string }): string =>
  `${path}#${triggerId}`;

/** By `triggerStateKey`. */
export const allTriggerStates = (db: Database): Map<string, TriggerState> =>
  new Map(
    db
      .select()
      .from(triggerStates)
      .all()
      .map((row): [string, TriggerState] => [
        triggerStateKey(row),
        { ...row, standing: STANDINGS.find((standing) => standing === row.standing) ?? "unknown" },
      ]),
  );

export function saveTriggerState(db: Database, state: TriggerState): void {
  const { path: _, triggerId: __, ...set } = state;
  db.insert(triggerStates)
    .values(state)
    .onConflictDoUpdate({ target: [triggerStates.path, triggerStates.triggerId], set })
    .run();
}

/** Newest first. */
export const triggerFiringsOf = (db: Database, path?: string): TriggerFiring[] =>
  db
    .select()
    .from(triggerFirings)
    .where(path === undefined ? undefined : eq(triggerFirings.path, path))
    .orderBy(desc(triggerFirings.id))
    .all();

/** Returns its id, or null where it fired for this occasion already. */
export const addTriggerFiring = (db: Database, firing: Omit<TriggerFiring, "id">): number | null =>
  db.insert(triggerFirings).values(firing).onConflictDoNothing().returning({ id: triggerFirings.id }).get()?.id ?? null;
