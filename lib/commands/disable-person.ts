import "server-only";
import { type Actor, mustAdminister, mustBeInPerson } from "@/lib/auth/actor";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { expireLinksBy, expireResets } from "@/lib/store/links";
import { type Person, saveDisabled } from "@/lib/store/people";
import { endSessionsOf } from "@/lib/store/sessions";
import { countLiveTokens } from "@/lib/store/tokens";
import { mustLeaveAnAdmin, personAsSeen } from "./one-person";

/**
 * Shuts a person out at once: sessions end, links for them and by them expire, and tokens are refused for as long as it lasts.
 * @param seen the version of the person that the admin decided on
 * @throws DomainError
 */
export async function disablePerson(actor: Actor, id: string, seen: string | null, now: Date): Promise<Person> {
  mustAdminister(actor);
  mustBeInPerson(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    const person = personAsSeen(db, id, seen);
    if (person.disabledAt !== null) return person;
    mustLeaveAnAdmin(db, person);
    saveDisabled(db, id, now.getTime(), now);
    const sessionsEnded = endSessionsOf(db, id, null);
    expireResets(db, id, now);
    expireLinksBy(db, id, now);
    addAudit(
      db,
      actor,
      {
        action: "person.disabled",
        subjectKind: "person",
        subjectId: id,
        summary: `${actor.name} disabled ${person.name}.`,
        detail: { person: person.name, sessionsEnded, tokensRefused: countLiveTokens(db, id, now) },
      },
      now,
    );
    return { ...person, disabledAt: now.getTime() };
  });
}
