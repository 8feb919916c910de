import "server-only";
import { asc, desc, eq } from "drizzle-orm";
import { breachEntries } from "@/db/daily";
import { type Cause, isCause } from "@/lib/slo/cause";
import type { Database } from "./database";

export const BREACH_ENTRIES = ["acknowledged", "note", "cause"] as const;

/** What somebody said of a breach; it is never changed, and the newest cause holds. `createdAt` is ms. */
export type BreachEntry = Omit<typeof breachEntries.$inferSelect, "what" | "cause"> & {
  what: (typeof BREACH_ENTRIES)[number];
  cause: Cause | null;
};

const asEntry = (row: typeof breachEntries.$inferSelect): BreachEntry => ({
  ...row,
  what: BREACH_ENTRIES.find((what) => what === row.what) ?? "note",
  cause: isCause(row.cause) ? row.cause : null,
});

/** Returns its id. */
export const addBreachEntry = (db: Database, entry: Omit<BreachEntry, "id">): number =>
  db.insert(breachEntries).values(entry).returning({ id: breachEntries.id }).get().id;

/** Oldest first. */
export const entriesOfBreach = (db: Database, breachId: number): BreachEntry[] =>
  db
    .select()
    .from(breachEntries)
    .where(eq(breachEntries.breachId, breachId))
    .orderBy(asc(breachEntries.id))
    .all()
    .map(asEntry);

/** The cause that holds, by breach; only of those that have one. */
export function causesByBreach(db: Database): Map<number, Cause> {
  const causes = new Map<number, Cause>();
  const rows = db
    .select({ breachId: breachEntries.breachId, cause: breachEntries.cause })
    .from(breachEntries)
    .where(eq(breachEntries.what, "cause"))
    .orderBy(desc(breachEntries.id))
    .all();
  for (const { breachId, cause } of rows) if (isCause(cause) && !causes.has(breachId)) causes.set(breachId, cause);
  return causes;
}
