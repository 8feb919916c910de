import "server-only";
import { and, count, desc, eq, gt, isNull, lte, or } from "drizzle-orm";
import { apiTokens } from "@/db/people";
import { log } from "@/lib/log";
import type { Database } from "./database";

/** `…At` are ms. */
export type StoredToken = typeof apiTokens.$inferSelect;

/** null where no token has this hash, or it was revoked. */
export function tokenByHash(db: Database, hash: string): StoredToken | null {
  return (
    db
      .select()
      .from(apiTokens)
      .where(and(eq(apiTokens.hash, hash), isNull(apiTokens.revokedAt)))
      .get() ?? null
  );
}

export function tokenById(db: Database, id: string): StoredToken | null {
  return db.select().from(apiTokens).where(eq(apiTokens.id, id)).get() ?? null;
}

/** Newest first; of one person, or of everybody where it is null. */
export function tokensOf(db: Database, personId: string | null): StoredToken[] {
  return db
    .select()
    .from(apiTokens)
    .where(personId === null ? undefined : eq(apiTokens.personId, personId))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
    .all();
}

/** How many of a person's tokens still work. */
export function countLiveTokens(db: Database, personId: string, now: Date): number {
  const live = and(
    eq(apiTokens.personId, personId),
    isNull(apiTokens.revokedAt),
    gt(apiTokens.expiresAt, now.getTime()),
  );
  return db.select({ n: count() }).from(apiTokens).where(live).get()?.n ?? 0;
}

export function addToken(db: Database, token: Omit<StoredToken, "lastUsedAt" | "revokedAt">): void {
  db.insert(apiTokens).values(token).run();
}

export function revokeTokenById(db: Database, id: string, now: Date): void {
  db.update(apiTokens).set({ revokedAt: now.getTime() }).where(eq(apiTokens.id, id)).run();
}

const NOTED_EVERY_MS = 60_000;
/** Long enough for the request to be answered first. */
const NOTED_AFTER_MS = 500;
const underWay = new Set<string>();

/**
 * Keeps when a token was last used, once a minute at most. It happens after the request and gives up at once where another
 * process writes: to know it to the minute is not worth a request that waits or fails. The next use tries again.
 */
export function noteUse(db: Database, { id, lastUsedAt }: StoredToken, now: Date): void {
  const at = now.getTime();
  if (underWay.has(id) || (lastUsedAt !== null && at - lastUsedAt < NOTED_EVERY_MS)) return;
  underWay.add(id);
  setTimeout(() => {
    underWay.delete(id);
    if (!db.$client.open) return;
    const patience = db.$client.pragma("busy_timeout", { simple: true });
    try {
      db.$client.pragma("busy_timeout = 0");
      db.update(apiTokens)
        .set({ lastUsedAt: at })
        .where(
          and(eq(apiTokens.id, id), or(isNull(apiTokens.lastUsedAt), lte(apiTokens.lastUsedAt, at - NOTED_EVERY_MS))),
        )
        .run();
    } catch (error) {
      log.debug({ err: error, token: id }, "the use of a token was not noted");
    } finally {
      db.$client.pragma(`busy_timeout = ${patience}`);
    }
  }, NOTED_AFTER_MS).unref();
}
