import "server-only";
import type * as z from "zod";
import { type Actor, mustAdminister, mustBeInPerson } from "@/lib/auth/actor";
import { rightsInWords } from "@/lib/rights";
import { addAudit } from "@/lib/store/audit";
import { atomically, database } from "@/lib/store/database";
import { type Person, saveRights } from "@/lib/store/people";
import { servicesInUse } from "@/lib/store/slos";
import { mustLeaveAnAdmin, personAsSeen } from "./one-person";
import { type RightsDraft, rightsOf } from "./rights-draft";

/**
 * Gives a person other rights. Their tokens shrink with them, and every session reads the new ones at its next request.
 * @param seen the version of the person that the admin decided on
 * @throws DomainError
 */
export function changePerson(
  actor: Actor,
  id: string,
  draft: z.infer<typeof RightsDraft>,
  seen: string | null,
  now: Date,
): Person {
  mustAdminister(actor);
  mustBeInPerson(actor);
  const db = database();
  return atomically(db, () => {
    const person = personAsSeen(db, id, seen);
    const rights = rightsOf(draft, [...servicesInUse(db), ...(person.services ?? [])]);
    const before = { role: person.role, services: person.services };
    if (JSON.stringify(before) === JSON.stringify(rights)) return person;
    if (rights.role !== "admin") mustLeaveAnAdmin(db, person);
    saveRights(db, id, rights, now);
    addAudit(
      db,
      actor,
      {
        action: "person.changed",
        subjectKind: "person",
        subjectId: id,
        summary: `${actor.name} made ${person.name} ${rightsInWords(rights)}; before: ${rightsInWords(before)}.`,
        detail: { person: person.name, before, after: rights },
      },
      now,
    );
    return { ...person, ...rights };
  });
}
