import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { database } from "@/lib/store/database";
import { activeSloById } from "@/lib/store/slos";

/** That there is such an SLO, asked before any of its page is sent: what is not there can be answered with 404 only until then. */
export function knownSlo(_reader: Reader, id: string): { known: true } | null {
  return activeSloById(database(), id) === null ? null : { known: true };
}
