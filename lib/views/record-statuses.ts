import "server-only";
import type { AdrRecord } from "@/lib/adr/record";
import { NOT_STATED } from "@/lib/adr/status";
import { statusWord } from "@/lib/adr/status-word";

/** The one word of a status that records are told apart by. */
export function shortStatus({ status }: Pick<AdrRecord, "status">): string {
  return status === NOT_STATED ? NOT_STATED : statusWord(status);
}

/** The statuses that records have, the most frequent first. */
export function statusesOf(records: readonly AdrRecord[]): { status: string; records: number }[] {
  const counts = new Map<string, number>();
  for (const record of records) counts.set(shortStatus(record), (counts.get(shortStatus(record)) ?? 0) + 1);
  return [...counts]
    .map(([status, count]) => ({ status, records: count }))
    .sort((a, b) => b.records - a.records || (a.status < b.status ? -1 : 1));
}
