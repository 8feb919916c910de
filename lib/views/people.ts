import "server-only";
import { mustAdminister, type Reader } from "@/lib/auth/actor";
import type { Role } from "@/lib/rights";
import { database } from "@/lib/store/database";
import { allPeople, type Person, versionOf } from "@/lib/store/people";
import { servicesInUse } from "@/lib/store/slos";

/** `version`: what a change of the person sends as If-Match. */
export type PersonItem = {
  id: string;
  name: string;
  email: string;
  role: Role;
  /** Of an editor; null: all. */
  services: readonly string[] | null;
  disabledAt: string | null;
  version: string;
};

export type PersonRow = PersonItem & { secondFactor: boolean; lastSeenAt: string | null };

/** `me`: the person who reads; null for a token. */
export type PeopleView = { now: string; me: string | null; people: PersonRow[]; services: string[] };

/** @throws DomainError `not-signed-in` or `not-allowed` */
export function peopleView(reader: Reader, now: Date): PeopleView {
  mustAdminister(reader);
  const db = database();
  return {
    now: now.toISOString(),
    me: reader.kind === "person" ? reader.id : null,
    people: allPeople(db).map((person) => ({
      ...personItem(person),
      secondFactor: person.secondFactor,
      lastSeenAt: instant(person.lastSeenAt),
    })),
    services: servicesInUse(db),
  };
}

export const personItem = (person: Person): PersonItem => ({
  id: person.id,
  name: person.name,
  email: person.email,
  role: person.role,
  services: person.services,
  disabledAt: instant(person.disabledAt),
  version: versionOf(person),
});

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
