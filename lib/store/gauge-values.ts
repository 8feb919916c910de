import "server-only";
import { and, eq, lte } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { WorstValue } from "@/lib/rules/value-tally";
import type { Database } from "./database";

/** A minute that is counted again takes the place of what was there. */
export function saveGaugeValues(db: Database, sliId: number, values: readonly WorstValue[]): void {
  for (const { minute, value } of values)
    db.insert(schema.gaugeValues)
      .values({ sliId, minute, value })
      .onConflictDoUpdate({ target: [schema.gaugeValues.sliId, schema.gaugeValues.minute], set: { value } })
      .run();
}

export function dropGaugeValuesUpTo(db: Database, sliId: number, minute: number): void {
  db.delete(schema.gaugeValues)
    .where(and(eq(schema.gaugeValues.sliId, sliId), lte(schema.gaugeValues.minute, minute)))
    .run();
}
