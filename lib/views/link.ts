import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { openLink } from "@/lib/auth/open-link";
import { takeGuess } from "@/lib/auth/throttle";
import type { Rights } from "@/lib/rights";
import { database } from "@/lib/store/database";
import type { LinkPurpose } from "@/lib/store/links";
import { personById } from "@/lib/store/people";

/** What a one-time link is for; looking at it does not use it. */
export type LinkView = {
  purpose: LinkPurpose;
  rights: Rights;
  /** Whom a `reset` is for. */
  person: { name: string; email: string } | null;
  expiresAt: string;
};

/** @throws DomainError `not-found` where it no longer works, `too-many-requests` where links are guessed at */
export async function linkView(actor: Actor, secret: string, now: Date): Promise<LinkView> {
  const wasRight = await takeGuess("one-time link", actor.ip);
  const db = database();
  const { purpose, rights, personId, expiresAt } = openLink(db, secret, now);
  await wasRight();
  const person = personId === null ? null : personById(db, personId);
  return {
    purpose,
    rights,
    person: person && { name: person.name, email: person.email },
    expiresAt: new Date(expiresAt).toISOString(),
  };
}
