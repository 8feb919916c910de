import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { DomainError } from "@/lib/errors";
import { lesserOf, type Rights } from "@/lib/rights";
import { database } from "@/lib/store/database";
import { personById, rightsIn } from "@/lib/store/people";
import { noteUse, tokenByHash } from "@/lib/store/tokens";

export type TokenActor = Rights & { readonly kind: "token"; readonly id: string; readonly name: string };

export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Secret scanners and people know one of ours by its first characters. */
export const TOKEN_PREFIX = "plb_";

/** Nobody can guess 256 random bits, so their hash needs no salt and no slowness. */
export const newSecret = (): string => `${TOKEN_PREFIX}${randomBytes(32).toString("base64url")}`;

/** The bearer token of a request; null without one. */
export function bearerIn(headers: Headers): string | null {
  return /^Bearer ([\x21-\x7e]{1,512})$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}

/** @throws DomainError `not-signed-in` where it is unknown, expired, revoked, or its maker is disabled */
export function tokenOf(secret: string, now: Date): TokenActor {
  const db = database();
  const token = tokenByHash(db, hashOf(secret));
  const maker = token && token.expiresAt > now.getTime() ? personById(db, token.personId) : null;
  if (!token || !maker || maker.disabledAt !== null)
    throw new DomainError(
      "not-signed-in",
      "The bearer token is unknown, expired or revoked.",
      "Make a new one in Settings, or leave the header out.",
    );
  noteUse(db, token, now);
  return {
    kind: "token",
    id: token.id,
    name: `${token.name} (token of ${maker.name})`,
    ...lesserOf(rightsIn(token), maker),
  };
}
