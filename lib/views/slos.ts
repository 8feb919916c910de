import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { database } from "@/lib/store/database";
import { adrIndex } from "./adr-index";
import { type SloRow, sloRows } from "./slo-row";

/** Sorted by verdict, then by time to exhaustion. */
export type SlosView = { now: string; rows: SloRow[] };

export async function slosView(_reader: Reader, now: Date): Promise<SlosView> {
  return { now: now.toISOString(), rows: sloRows(database(), await adrIndex(), now) };
}
