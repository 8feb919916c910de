import "server-only";
import { DomainError } from "@/lib/errors";
import { database } from "@/lib/store/database";
import { type Person, personById } from "@/lib/store/people";
import { type Actor, mustBeSignedIn } from "./actor";

/**
 * The person who asks about their own account.
 * @throws DomainError `not-signed-in`, or `not-allowed` for a token: whoever finds one must not take over the account with it
 */
export function ownPerson(actor: Actor): Person {
  mustBeSignedIn(actor);
  const person = actor.kind === "person" && actor.id !== null ? personById(database(), actor.id) : null;
  if (!person)
    throw new DomainError(
      "not-allowed",
      "A token has no account of its own.",
      "Sign in with a browser to change your account.",
    );
  return person;
}
