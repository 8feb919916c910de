import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { ownPerson } from "@/lib/auth/own-account";
import { config } from "@/lib/config";
import type { Rights } from "@/lib/rights";
import { hasSecondFactor, passwordHashOf, providerOf } from "@/lib/store/accounts";
import { database } from "@/lib/store/database";
import { sessionsOf } from "@/lib/store/sessions";

/** One's own account. Times are ISO 8601 UTC. */
export type AccountView = {
  now: string;
  name: string;
  email: string;
  rights: Rights;
  /** Whether they sign in with a password of this place. */
  password: boolean;
  secondFactor: boolean;
  /** The identity provider that they sign in by; null: none. */
  provider: string | null;
  sessions: {
    id: string;
    /** It is this one. */
    current: boolean;
    beganAt: string;
    lastUsedAt: string;
    expiresAt: string;
    address: string | null;
    agent: string | null;
  }[];
};

/** @throws DomainError `not-signed-in`, `not-allowed` */
export function accountView(actor: Actor, sessionId: string | null, now: Date): AccountView {
  const { id, name, email, role, services } = ownPerson(actor);
  const db = database();
  return {
    now: now.toISOString(),
    name,
    email,
    rights: { role, services },
    password: passwordHashOf(db, id) !== null,
    secondFactor: hasSecondFactor(db, id),
    provider: providerOf(db, id) === null ? null : (config().oidc?.name ?? "an identity provider"),
    sessions: sessionsOf(db, id, now).map((session) => ({
      id: session.id,
      current: session.id === sessionId,
      beganAt: session.createdAt.toISOString(),
      lastUsedAt: session.updatedAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
      address: session.ipAddress || null,
      agent: session.userAgent || null,
    })),
  };
}
