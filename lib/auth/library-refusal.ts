import "server-only";
import { isAPIError } from "better-auth/api";

/** The code with which better-auth refuses what a person can mend; null where something else went wrong. */
export function refusalIn(error: unknown): string | null {
  if (!isAPIError(error) || error.statusCode >= 500) return null;
  return typeof error.body?.code === "string" ? error.body.code : "REFUSED";
}
