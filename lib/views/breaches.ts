import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { type Breach, closedBreaches, openBreaches } from "@/lib/store/breaches";
import { database } from "@/lib/store/database";
import { adrIndex } from "./adr-index";
import { type BreachRow, breachRow } from "./breach-row";
import { slosById } from "./slos-by-id";

/** Both newest first. `next`: the cursor of the next page of closed ones. */
export type BreachesView = { now: string; open: BreachRow[]; closed: BreachRow[]; next: string | null };

const PAGE = 50;

/** @throws DomainError `bad-input` for a cursor that no page gave */
export async function breachesView(_reader: Reader, now: Date, before?: string): Promise<BreachesView> {
  const db = database();
  const adrs = await adrIndex();
  const sloOf = slosById(db);
  const rows = (breaches: readonly Breach[]): BreachRow[] =>
    breaches.flatMap((breach) => {
      const slo = sloOf(breach.sloId);
      return slo ? [breachRow(db, adrs, breach, slo, now)] : [];
    });
  const closed = closedBreaches(db, PAGE + 1, before === undefined ? undefined : readCursor(before));
  const last = closed.length > PAGE ? closed[PAGE - 1] : undefined;
  return {
    now: now.toISOString(),
    open: before === undefined ? rows(openBreaches(db)) : [],
    closed: rows(closed.slice(0, PAGE)),
    next: last ? `${last.openedMinute}.${last.id}` : null,
  };
}

function readCursor(text: string): { openedMinute: number; id: number } {
  const match = /^(\d{1,10})\.(\d{1,10})$/.exec(text);
  if (!match) throw new DomainError("bad-input", `"${text}" is no place in the list of breaches.`, "Start without it.");
  return { openedMinute: Number(match[1]), id: Number(match[2]) };
}
