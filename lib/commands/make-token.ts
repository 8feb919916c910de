import "server-only";
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { type Actor, mustBeInPerson } from "@/lib/auth/actor";
import { hashOf, newSecret, TOKEN_PREFIX } from "@/lib/auth/token";
import { DomainError } from "@/lib/errors";
import { lesserOf, type Rights, rightsInWords } from "@/lib/rights";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { servicesInUse } from "@/lib/store/slos";
import { addToken, countLiveTokens, type StoredToken } from "@/lib/store/tokens";
import { RightsDraft, rightsOf } from "./rights-draft";

export const TokenDraft = RightsDraft.extend({
  name: z
    .string("is no text")
    .trim()
    .min(1, "says nothing; name what will use the token")
    .max(100, "is longer than 100 characters")
    .regex(/^\P{Cc}*$/u, "holds a control character"),
  expiresInDays: z
    .int("is no whole number of days")
    .min(1, "is less than 1 day")
    .max(365, "is more than 365 days")
    .default(90),
});

const DAY_MS = 86_400_000;
const MOST_LIVE = 100;
/** As much as people need to tell tokens apart; 208 of the 256 bits stay unknown. */
const SHOWN = TOKEN_PREFIX.length + 8;

/** The secret is told here and never again. */
export type NewToken = { secret: string; token: StoredToken };

/**
 * Makes a token for the person who asks, with their rights at most.
 * @throws DomainError `not-allowed` also where it would be a token's, or may more than its maker
 */
export async function makeToken(actor: Actor, draft: z.infer<typeof TokenDraft>, now: Date): Promise<NewToken> {
  const personId = mustBeInPerson(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    const rights = rightsOf(draft, [...servicesInUse(db), ...(actor.services ?? [])]);
    mustBeWithin(rights, actor);
    if (countLiveTokens(db, personId, now) >= MOST_LIVE)
      throw new DomainError(
        "conflict",
        `${actor.name} has ${MOST_LIVE} tokens that work already.`,
        "Revoke those that nothing uses any more.",
      );
    const secret = newSecret();
    const token: StoredToken = {
      id: randomUUID(),
      name: draft.name,
      prefix: secret.slice(0, SHOWN),
      hash: hashOf(secret),
      ...rights,
      personId,
      createdAt: now.getTime(),
      expiresAt: now.getTime() + draft.expiresInDays * DAY_MS,
      lastUsedAt: null,
      revokedAt: null,
    };
    addToken(db, token);
    addAudit(
      db,
      actor,
      {
        action: "token.made",
        subjectKind: "token",
        subjectId: token.id,
        summary: `${actor.name} made the token ${draft.name}, ${rightsInWords(rights)}, for ${draft.expiresInDays} days.`,
        detail: {
          token: draft.name,
          prefix: token.prefix,
          ...rights,
          expires: new Date(token.expiresAt).toISOString(),
        },
      },
      now,
    );
    return { secret, token };
  });
}

function mustBeWithin(asked: Rights, own: Rights): void {
  const possible = lesserOf(asked, own);
  if (JSON.stringify(possible) === JSON.stringify({ role: asked.role, services: asked.services })) return;
  const field = possible.role === asked.role ? "services" : "role";
  throw new DomainError(
    "not-allowed",
    `${field}: a token may do no more than the one who makes it, who is ${rightsInWords(own)}.`,
    "Ask for less, or let an admin widen your rights first.",
  );
}
