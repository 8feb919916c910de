import "server-only";
import { and, eq, gt, inArray, isNull, type SQL } from "drizzle-orm";
import * as z from "zod";
import { oneTimeLinks } from "@/db/people";
import type { Rights } from "@/lib/rights";
import type { Database } from "./database";
import { rightsIn } from "./people";

export const LINK_PURPOSES = ["set-up", "invite", "reset", "demo-editor"] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** A link that works once; its secret is known to nobody but whoever was given it. `…At` are ms. */
export type OneTimeLink = {
  hash: string;
  purpose: LinkPurpose;
  /** Whom a `reset` is for. */
  personId: string | null;
  rights: Rights;
  createdBy: string;
  /** The admin who made it; null: the operator. */
  createdById: string | null;
  createdAt: number;
  expiresAt: number;
  usedAt: number | null;
};

export function addLink(db: Database, { rights, ...link }: OneTimeLink): void {
  db.insert(oneTimeLinks)
    .values({ ...link, ...rights })
    .run();
}

export function linkByHash(db: Database, hash: string): OneTimeLink | null {
  const row = db.select().from(oneTimeLinks).where(eq(oneTimeLinks.hash, hash)).get();
  if (!row) return null;
  const { role: _role, services: _services, purpose, ...rest } = row;
  return { ...rest, purpose: z.enum(LINK_PURPOSES).parse(purpose), rights: rightsIn(row) };
}

/** Whether it was unused and had not expired until now. */
export function takeLink(db: Database, hash: string, now: Date): boolean {
  const unused = and(
    eq(oneTimeLinks.hash, hash),
    isNull(oneTimeLinks.usedAt),
    gt(oneTimeLinks.expiresAt, now.getTime()),
  );
  return db.update(oneTimeLinks).set({ usedAt: now.getTime() }).where(unused).run().changes === 1;
}

/** What is still open of these purposes works no longer. */
export const expireLinks = (db: Database, purposes: LinkPurpose[], now: Date): void =>
  expire(db, inArray(oneTimeLinks.purpose, purposes), now);

/** A link to come back in ends with what it was made for: a newer one, or another password. */
export const expireResets = (db: Database, personId: string, now: Date): void =>
  expire(db, and(eq(oneTimeLinks.purpose, "reset"), eq(oneTimeLinks.personId, personId)), now);

/** Of an admin who is none any more. */
export const expireLinksBy = (db: Database, makerId: string, now: Date): void =>
  expire(db, eq(oneTimeLinks.createdById, makerId), now);

function expire(db: Database, which: SQL | undefined, now: Date): void {
  db.update(oneTimeLinks)
    .set({ expiresAt: now.getTime() })
    .where(and(which, isNull(oneTimeLinks.usedAt), gt(oneTimeLinks.expiresAt, now.getTime())))
    .run();
}
