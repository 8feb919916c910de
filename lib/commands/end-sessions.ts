import "server-only";
import * as z from "zod";
import type { Actor } from "@/lib/auth/actor";
import { ownPerson } from "@/lib/auth/own-account";
import { DomainError } from "@/lib/errors";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { endSession, endSessionsOf } from "@/lib/store/sessions";

/** One by its id, or all of them: also this one. */
export const SessionsToEnd = z.strictObject({
  which: z.union([z.literal("all"), z.strictObject({ id: z.string().max(100) })], 'is neither "all" nor an id'),
});

/** Ends sessions of one's own on the server; triggers write the audit log. */
export async function endSessions(actor: Actor, { which }: z.infer<typeof SessionsToEnd>): Promise<{ ended: number }> {
  const { id: personId } = ownPerson(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    if (which === "all") return { ended: endSessionsOf(db, personId, null) };
    if (!endSession(db, personId, which.id))
      throw new DomainError("not-found", "You have no such session; it may have ended.", "Look at the list again.");
    return { ended: 1 };
  });
}
