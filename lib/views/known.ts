import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { database } from "@/lib/store/database";
import { activeSloById } from "@/lib/store/slos";
import { adrIndex } from "./adr-index";

/** What a page is about, asked before any of it is sent: what is not there can be answered with 404 only until then. */
export type Known = { known: true };

export async function knownRecord(_reader: Reader, path: string): Promise<Known | null> {
  return (await adrIndex()).record(path) === null ? null : { known: true };
}

export function knownSlo(_reader: Reader, id: string): Known | null {
  return activeSloById(database(), id) === null ? null : { known: true };
}
