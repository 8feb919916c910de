import "server-only";
import { mustBeInPerson, type Reader } from "@/lib/auth/actor";
import type { Rights, Role } from "@/lib/rights";
import { database } from "@/lib/store/database";
import { personById, rightsIn } from "@/lib/store/people";
import { servicesInUse } from "@/lib/store/slos";
import { type StoredToken, tokensOf } from "@/lib/store/tokens";

/** Why a token works or does not. */
export type TokenState = "works" | "expired" | "revoked" | "maker-disabled";

export type TokenItem = {
  id: string;
  name: string;
  /** Its first characters. */
  prefix: string;
  role: Role;
  services: readonly string[] | null;
  person: { id: string; name: string };
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  state: TokenState;
};

/** `own`: what a new token may do at most. `services`: those there are. Newest first. */
export type TokensView = { now: string; me: string; own: Rights; services: string[]; tokens: TokenItem[] };

/** One's own tokens; everybody's for an admin. @throws DomainError `not-signed-in` or `not-allowed` */
export function tokensView(reader: Reader, now: Date): TokensView {
  const me = mustBeInPerson(reader);
  const db = database();
  return {
    now: now.toISOString(),
    me,
    own: { role: reader.role, services: reader.services },
    services: servicesInUse(db).filter((each) => reader.services === null || reader.services.includes(each)),
    tokens: tokensOf(db, reader.role === "admin" ? null : me).map((token) => tokenItem(token, now)),
  };
}

export function tokenItem(token: StoredToken, now: Date): TokenItem {
  const maker = personById(database(), token.personId);
  return {
    id: token.id,
    name: token.name,
    prefix: token.prefix,
    ...rightsIn(token),
    person: { id: token.personId, name: maker?.name ?? "" },
    createdAt: new Date(token.createdAt).toISOString(),
    expiresAt: new Date(token.expiresAt).toISOString(),
    lastUsedAt: token.lastUsedAt === null ? null : new Date(token.lastUsedAt).toISOString(),
    state: stateOf(token, maker?.disabledAt ?? null, now),
  };
}

function stateOf({ revokedAt, expiresAt }: StoredToken, makerDisabledAt: number | null, now: Date): TokenState {
  if (revokedAt !== null) return "revoked";
  if (expiresAt <= now.getTime()) return "expired";
  return makerDisabledAt === null ? "works" : "maker-disabled";
}
