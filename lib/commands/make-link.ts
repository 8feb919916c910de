import "server-only";
import * as z from "zod";
import { type Actor, mustAdminister, mustBeInPerson } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { servicesInUse } from "@/lib/store/slos";
import { type MadeLink, newLink, resetLink } from "./new-link";
import { RightsDraft, rightsOf } from "./rights-draft";

/** The rights are of whoever is invited. */
export const LinkRequest = RightsDraft.partial().extend({
  purpose: z.enum(["invite", "reset"], 'is neither "invite" nor "reset"'),
  /** Whom a reset is for. */
  personId: z.string().max(100).optional(),
});

/**
 * A link by which somebody joins, or comes back in. `origin`: where the app is found, as in https://slo.example.
 * @throws DomainError `not-allowed`, `bad-input`, `not-found`
 */
export async function makeLink(
  actor: Actor,
  { purpose, role, services, personId }: z.infer<typeof LinkRequest>,
  origin: string,
  now: Date,
): Promise<MadeLink> {
  mustAdminister(actor);
  mustBeInPerson(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    if (purpose === "reset") {
      if (personId === undefined) throw fault("personId", "says nothing: it is whom the link is for");
      return resetLink(db, actor, personId, origin, now);
    }
    if (role === undefined) throw fault("role", "says nothing: it is what the invited person may do");
    const rights = rightsOf({ role, services }, servicesInUse(db));
    return newLink(db, actor, { purpose, personId: null, rights }, origin, now);
  });
}

const fault = (field: string, message: string): DomainError =>
  new DomainError("bad-input", `${field}: ${message}.`, null, { details: { issues: [{ field, message }] } });
