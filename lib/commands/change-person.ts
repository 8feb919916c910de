import "server-only";
import type * as z from "zod";
import { type Actor, mustAdminister, mustBeInPerson } from "@/lib/auth/actor";
import { type Rights, rightsInWords } from "@/lib/rights";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { expireLinksBy } from "@/lib/store/links";
import { type Person, saveRights } from "@/lib/store/people";
import { servicesInUse } from "@/lib/store/slos";
import { mustLeaveAnAdmin, personAsSeen } from "./one-person";
import { type RightsDraft, rightsOf } from "./rights-draft";

/**
 * Gives a person other rights. Their tokens shrink with them, links that they made as an admin expire when they are none any more,
 * and every session reads the new rights at its next request.
 * @param seen the version of the person that the admin decided on
 * @throws DomainError
 */
export async function changePerson(
  actor: Actor,
  id: string,
  draft: z.infer<typeof RightsDraft>,
  seen: string | null,
  now: Date,
): Promise<Person> {
  mustAdminister(actor);
  mustBeInPerson(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    const person = personAsSeen(db, id, seen);
    const rights = rightsOf(draft, [...servicesInUse(db), ...(person.services ?? [])]);
    const before = { role: person.role, services: person.services };
    if (JSON.stringify(before) === JSON.stringify(rights)) return person;
    if (rights.role !== "admin") mustLeaveAnAdmin(db, person);
    saveRights(db, id, rights, now);
    if (rights.role !== "admin") expireLinksBy(db, id, now);
    addAudit(
      db,
      actor,
      {
        action: "person.changed",
        subjectKind: "person",
        subjectId: id,
        summary: `${actor.name} made ${person.name} ${rightsInWords(rights)}; before: ${rightsInWords(before)}.`,
        detail: { person: person.name, before: told(before), after: told(rights) },
      },
      now,
    );
    return { ...person, ...rights };
  });
}

/** For an editor null means all, which a reader of the log need not know. */
const told = ({ role, services }: Rights) => ({ role, services: role === "editor" ? (services ?? "all") : null });
