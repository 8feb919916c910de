import "server-only";
import { DomainError } from "@/lib/errors";
import { entityTagsIn } from "@/lib/slo/entity-tags";
import type { Database } from "@/lib/store/database";
import { countOtherAdmins, type Person, personById, versionOf } from "@/lib/store/people";

/**
 * Whom an admin is about to change, if they still are as the admin saw them: two admins do not overwrite each other.
 * @param ifMatch names the version of the person that the admin decided on
 * @throws DomainError `not-found`, `version-required`, `stale`
 */
export function personAsSeen(db: Database, id: string, ifMatch: string | null): Person {
  const person = personById(db, id);
  if (!person)
    throw new DomainError("not-found", "There is nobody with this id.", "The list of people has those there are.");
  const seen = entityTagsIn(ifMatch);
  if (seen.length === 0)
    throw new DomainError(
      "version-required",
      "The request does not say which state of the person it changes.",
      "Send the version that the list of people shows as If-Match.",
    );
  if (!seen.includes(versionOf(person))) {
    const { role, services, disabledAt } = person;
    throw new DomainError(
      "stale",
      `${person.name} was changed by somebody else meanwhile.`,
      "Look at what holds now, then decide again.",
      { details: { current: { role, services, disabled: disabledAt !== null, version: versionOf(person) } } },
    );
  }
  return person;
}

/** Without an admin nobody could make another one. @throws DomainError `conflict` */
export function mustLeaveAnAdmin(db: Database, person: Person): void {
  if (person.role !== "admin" || person.disabledAt !== null || countOtherAdmins(db, person.id) > 0) return;
  throw new DomainError(
    "conflict",
    `${person.name} is the last admin, and somebody has to be one.`,
    "Make another person an admin first.",
  );
}
