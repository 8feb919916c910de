import "server-only";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";

declare const allowed: unique symbol;
/** Somebody who may read. Only `currentReader` makes one, so that a view cannot be called without the check. */
export type Reader = { readonly name: string; readonly [allowed]: true };

/** @throws DomainError `not-allowed` where anonymous reading is off. */
export async function currentReader(): Promise<Reader> {
  if (!config().anonymousRead)
    throw new DomainError(
      "not-allowed",
      "Reading is closed to visitors who are not signed in.",
      "Set ANONYMOUS_READ=on to open it to everyone who can reach this address.",
    );
  return { name: "anonymous" } as Reader;
}
