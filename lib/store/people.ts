import "server-only";
import { eq } from "drizzle-orm";
import * as z from "zod";
import * as schema from "@/db/schema";
import { type Rights, ROLES } from "@/lib/rights";
import type { Database } from "./database";

/** What is kept of rights, as `role` and `services` columns. */
const StoredRights = z.object({ role: z.enum(ROLES), services: z.array(z.string()).nullable() });

export const rightsIn = ({ role, services }: { role: string; services: unknown }): Rights =>
  StoredRights.parse({ role, services: services ?? null });

export type Person = Rights & { id: string; name: string; email: string; disabledAt: number | null };

export function personById(db: Database, id: string): Person | null {
  const row = db.select().from(schema.people).where(eq(schema.people.id, id)).get();
  return row ? { ...rightsIn(row), id, name: row.name, email: row.email, disabledAt: row.disabledAt } : null;
}
