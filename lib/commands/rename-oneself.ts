import "server-only";
import * as z from "zod";
import type { Actor } from "@/lib/auth/actor";
import { ownPerson } from "@/lib/auth/own-account";
import { renamePerson } from "@/lib/store/accounts";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";

export const PersonName = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(120, "is longer than 120 characters")
  .regex(/^\P{Cc}*$/u, "holds a control character");

export const NewName = z.strictObject({ name: PersonName });

export async function renameOneself(
  actor: Actor,
  { name }: z.infer<typeof NewName>,
  now: Date,
): Promise<{ name: string }> {
  const { id, name: before } = ownPerson(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    renamePerson(db, id, name, now);
    addAudit(
      db,
      actor,
      {
        action: "person.changed",
        subjectKind: "person",
        subjectId: id,
        summary: `${before} is called ${name} now.`,
        detail: { before: { name: before }, after: { name } },
      },
      now,
    );
    return { name };
  });
}
