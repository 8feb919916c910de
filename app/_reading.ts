import "server-only";
import { notFound } from "next/navigation";
import { currentReader, type Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";

export type Refused = { code: DomainError["code"]; message: string; wayOut: string | null };

/** Calls a view for its first paint. What a reader can mend comes back as words, because a production build hides the message of a thrown error. */
export async function reading<View>(
  view: (reader: Reader, now: Date) => View | null | Promise<View | null>,
): Promise<{ view: View } | { refused: Refused }> {
  try {
    const seen = await view(await currentReader(), new Date());
    if (seen !== null) return { view: seen };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code !== "not-found")
      return { refused: { code: error.code, message: error.message, wayOut: error.wayOut } };
  }
  notFound();
}
