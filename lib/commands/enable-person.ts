import "server-only";
import { type Actor, mustAdminister, mustBeInPerson } from "@/lib/auth/actor";
import { rightsInWords } from "@/lib/rights";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { type Person, saveDisabled } from "@/lib/store/people";
import { countLiveTokens } from "@/lib/store/tokens";
import { personAsSeen } from "./one-person";

/**
 * Lets a disabled person in again, with the rights they had; tokens that have not expired work again.
 * @param seen the version of the person that the admin decided on
 * @throws DomainError
 */
export async function enablePerson(actor: Actor, id: string, seen: string | null, now: Date): Promise<Person> {
  mustAdminister(actor);
  mustBeInPerson(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    const person = personAsSeen(db, id, seen);
    if (person.disabledAt === null) return person;
    saveDisabled(db, id, null, now);
    addAudit(
      db,
      actor,
      {
        action: "person.enabled",
        subjectKind: "person",
        subjectId: id,
        summary: `${actor.name} enabled ${person.name} again, as ${rightsInWords(person)}.`,
        detail: { person: person.name, tokensThatWorkAgain: countLiveTokens(db, id, now) },
      },
      now,
    );
    return { ...person, disabledAt: null };
  });
}
