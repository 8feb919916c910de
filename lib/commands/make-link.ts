import "server-only";
import * as z from "zod";
import { type Actor, mustAdminister } from "@/lib/auth/actor";
import { ownPerson } from "@/lib/auth/own-account";
import { DomainError } from "@/lib/errors";
import { type Rights, ROLES } from "@/lib/rights";
import { atomically, database } from "@/lib/store/database";
import { type MadeLink, newLink, resetLink } from "./new-link";

export const LinkRequest = z.strictObject({
  purpose: z.enum(["invite", "reset"], 'is neither "invite" nor "reset"'),
  /** Of whoever is invited. */
  role: z.enum(ROLES, `is none of ${ROLES.join(", ")}`).optional(),
  /** For an editor; null or left out: all. */
  services: z.array(z.string().min(1, "is empty").max(200)).min(1, "names no service").max(500).nullish(),
  /** Whom a reset is for. */
  personId: z.string().max(100).optional(),
});

/**
 * A link by which somebody joins, or comes back in. `origin`: where the app is found, as in https://slo.example.
 * @throws DomainError `not-allowed`, `bad-input`, `not-found`
 */
export function makeLink(
  actor: Actor,
  { purpose, role, services = null, personId }: z.infer<typeof LinkRequest>,
  origin: string,
  now: Date,
): MadeLink {
  mustAdminister(actor);
  ownPerson(actor);
  const db = database();
  return atomically(db, () => {
    if (purpose === "reset") {
      if (personId === undefined) throw fault("personId", "says nothing: it is whom the link is for");
      return resetLink(db, actor, personId, origin, now);
    }
    if (role === undefined) throw fault("role", "says nothing: it is what the invited person may do");
    const rights: Rights = { role, services: role === "editor" ? services : null };
    return newLink(db, actor, { purpose, personId: null, rights }, origin, now);
  });
}

const fault = (field: string, message: string): DomainError =>
  new DomainError("bad-input", `${field}: ${message}.`, null, { details: { issues: [{ field, message }] } });
