import "server-only";
import { DomainError } from "@/lib/errors";
import type { Database } from "@/lib/store/database";
import { linkByHash, type OneTimeLink } from "@/lib/store/links";
import { personById } from "@/lib/store/people";
import { hashOf } from "./token";

/** @throws DomainError `not-found` where a link is unknown, was used, has expired, or its maker is no admin now: it says which */
export function openLink(db: Database, secret: string, now: Date): OneTimeLink {
  const link = linkByHash(db, hashOf(secret));
  if (!link) throw gone("This link does not exist.", "Look whether all of it was copied.");
  if (link.usedAt !== null) throw gone("This link was used already.", "Whoever used it can sign in.");
  if (link.expiresAt <= now.getTime()) throw gone("This link has expired.", WAY_OUT[link.purpose]);
  const maker = link.createdById === null ? null : personById(db, link.createdById);
  if (maker && (maker.role !== "admin" || maker.disabledAt !== null))
    throw gone(
      `This link no longer works: ${link.createdBy}, who made it, is no admin any more.`,
      WAY_OUT[link.purpose],
    );
  return link;
}

const gone = (message: string, wayOut: string): DomainError => new DomainError("not-found", message, wayOut);

const WAY_OUT: Record<OneTimeLink["purpose"], string> = {
  "set-up": "The next start of the server prints a new one; npm run link -- --admin makes one at once.",
  invite: "Ask an admin for a new one.",
  reset: "Ask an admin for a new one.",
  "demo-editor": "The next start of the demo prints a new one.",
};
