import "server-only";
import { headers } from "next/headers";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { mayEdit, mayReview, type Rights } from "@/lib/rights";
import { clientAddress } from "./client-address";
import { addressKey, mustNotHurry } from "./rate-limit";
import { sessionOf } from "./session";
import { bearerIn, tokenOf } from "./token";

declare const known: unique symbol;
declare const allowed: unique symbol;

/** Whoever asks. Only `currentActor` makes one, from a session or a bearer token, so that nothing can be done without the check. */
export type Actor = Rights & {
  readonly kind: "anonymous" | "person" | "token";
  /** Of the person or the token; null for anonymous ones. */
  readonly id: string | null;
  readonly name: string;
  readonly ip: string | null;
  readonly [known]: true;
};

/** Somebody who may read. */
export type Reader = Actor & { readonly [allowed]: true };

const ANONYMOUS = { kind: "anonymous", id: null, name: "anonymous", role: "viewer", services: null } as const;

/** @throws DomainError `not-signed-in` where a token is given that is unknown, expired or revoked */
export async function currentActor(): Promise<Actor> {
  const given = await headers();
  const ip = clientAddress(given);
  const bearer = bearerIn(given);
  const found = bearer === null ? await sessionOf(given) : tokenOf(bearer, new Date());
  return { ...(found ?? ANONYMOUS), ip } as Actor;
}

/** @throws DomainError `not-signed-in` where anonymous reading is off */
export async function currentReader(): Promise<Reader> {
  const actor = await currentActor();
  if (actor.kind === "anonymous" && !config().anonymousRead)
    throw new DomainError("not-signed-in", "Reading is closed to visitors who are not signed in.", "Sign in.");
  return actor as Reader;
}

/** Somebody who may read, for a read that costs much. @throws DomainError `not-signed-in`, `too-many-requests` */
export async function currentReaderUnhurried(): Promise<Reader> {
  const reader = await currentReader();
  await mustReadUnhurried(reader);
  return reader;
}

/** Counts one read that costs much, by who reads. @throws DomainError `too-many-requests` */
export async function mustReadUnhurried({ id, kind, ip }: Reader): Promise<void> {
  await mustNotHurry("costly read", id === null ? addressKey(ip) : `${kind} ${id}`);
}

/** @throws DomainError `not-signed-in` for an anonymous one */
export function mustBeSignedIn(actor: Actor): void {
  if (actor.kind === "anonymous") throw new DomainError("not-signed-in", "This needs somebody signed in.", "Sign in.");
}

/** @throws DomainError `not-signed-in` or `not-allowed` */
export function mustEdit(actor: Actor, service: string): void {
  mustBeSignedIn(actor);
  if (!mayEdit(actor, service))
    throw new DomainError(
      "not-allowed",
      `${actor.name} may not change what belongs to ${service}.`,
      "Propose the change instead, or ask an admin to be made an editor of it.",
    );
}

/** @throws DomainError `not-signed-in` or `not-allowed` */
export function mustReview(actor: Actor): void {
  mustBeSignedIn(actor);
  if (!mayReview(actor))
    throw new DomainError(
      "not-allowed",
      `${actor.name} may only read.`,
      "Ask an admin to be made an editor; editors hold the reviews.",
    );
}

/** @throws DomainError `not-signed-in` or `not-allowed` */
export function mustAdminister(actor: Actor): void {
  mustBeSignedIn(actor);
  if (actor.role !== "admin")
    throw new DomainError("not-allowed", `${actor.name} is no admin.`, "Ask an admin to do it.");
}

/**
 * People and tokens are managed by somebody who signed in: a token that leaked must not make its successor.
 * @returns the id of the person
 * @throws DomainError `not-signed-in` or `not-allowed`
 */
export function mustBeInPerson(actor: Actor): string {
  mustBeSignedIn(actor);
  if (actor.kind !== "person" || actor.id === null)
    throw new DomainError(
      "not-allowed",
      "A token can neither manage people nor make, list or revoke tokens.",
      "Sign in and do it in Settings.",
    );
  return actor.id;
}
