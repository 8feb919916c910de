import "server-only";
import { type Actor, mustBeInPerson } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { personById } from "@/lib/store/people";
import { revokeTokenById, type StoredToken, tokenById } from "@/lib/store/tokens";

/**
 * Ends a token for good, at once: one's own, or anybody's for an admin. Revoking it again changes nothing.
 * @throws DomainError `not-found` also for a token of somebody else
 */
export async function revokeToken(actor: Actor, id: string, now: Date): Promise<StoredToken> {
  const personId = mustBeInPerson(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    const token = tokenById(db, id);
    if (!token || (token.personId !== personId && actor.role !== "admin"))
      throw new DomainError("not-found", "There is no token with this id.", "The list of tokens has those there are.");
    if (token.revokedAt !== null) return token;
    revokeTokenById(db, id, now);
    const maker = token.personId === personId ? "" : ` of ${personById(db, token.personId)?.name}`;
    addAudit(
      db,
      actor,
      {
        action: "token.revoked",
        subjectKind: "token",
        subjectId: id,
        summary: `${actor.name} revoked the token ${token.name}${maker}.`,
        detail: { token: token.name, prefix: token.prefix },
      },
      now,
    );
    return { ...token, revokedAt: now.getTime() };
  });
}
