import "server-only";
import { DomainError } from "@/lib/errors";
import { type Actor, mustBeSignedIn } from "./actor";

/** @throws DomainError `not-signed-in`, or `not-allowed` for those who may change nothing at all */
export function mustEditSomething(actor: Actor): void {
  mustBeSignedIn(actor);
  if (actor.role === "viewer")
    throw new DomainError("not-allowed", `${actor.name} may not make SLOs.`, "Ask an admin to be made an editor.");
}
