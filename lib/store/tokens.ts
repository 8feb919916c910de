import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { Database } from "./database";

/** `…At` are ms. */
export type StoredToken = typeof schema.apiTokens.$inferSelect;

/** null where no token has this hash, or it was revoked. */
export function tokenByHash(db: Database, hash: string): StoredToken | null {
  const { apiTokens } = schema;
  return (
    db
      .select()
      .from(apiTokens)
      .where(and(eq(apiTokens.hash, hash), isNull(apiTokens.revokedAt)))
      .get() ?? null
  );
}
