import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { BreachFilter } from "@/lib/slo/breach-filter";
import type { Cause } from "@/lib/slo/cause";
import { causesByBreach } from "@/lib/store/breach-entries";
import { type Breach, closedBreaches, openBreachesLike } from "@/lib/store/breaches";
import { database } from "@/lib/store/database";
import { activeSlos } from "@/lib/store/slos";
import { adrIndex } from "./adr-index";
import { type BreachRow, breachRow } from "./breach-row";
import { slosById } from "./slos-by-id";

/** Both newest first. `next`: the cursor of the next page of closed ones. */
export type BreachesView = {
  now: string;
  open: BreachListRow[];
  closed: BreachListRow[];
  next: string | null;
  filter: BreachFilter;
  /** What can be chosen, in the order of names. */
  services: string[];
  slos: { id: string; name: string }[];
};

export type BreachListRow = BreachRow & {
  /** The cause that holds; null where nobody has said one. */
  cause: Cause | null;
};

const PAGE = 50;

/** @throws DomainError `bad-input` for a cursor that no page gave, or a term of the filter that means nothing */
export async function breachesView(
  _reader: Reader,
  now: Date,
  before?: string,
  terms: Partial<Record<keyof BreachFilter, string>> = {},
  size = PAGE,
): Promise<BreachesView> {
  const filter = readFilter(terms);
  const db = database();
  const adrs = await adrIndex();
  const sloOf = slosById(db);
  const causes = causesByBreach(db);
  const rows = (breaches: readonly Breach[]): BreachListRow[] =>
    breaches.flatMap((breach) => {
      const slo = sloOf(breach.sloId);
      return slo ? [{ ...breachRow(db, adrs, breach, slo, now), cause: causes.get(breach.id) ?? null }] : [];
    });
  const cursor = before === undefined ? undefined : readCursor(before);
  const closed = filter.state === "open" ? [] : closedBreaches(db, size + 1, cursor, filter);
  const open = before === undefined && filter.state !== "closed" ? openBreachesLike(db, filter) : [];
  const all = activeSlos(db);
  const last = closed.length > size ? closed[size - 1] : undefined;
  return {
    now: now.toISOString(),
    open: rows(open),
    closed: rows(closed.slice(0, size)),
    next: last ? `${last.openedMinute}.${last.id}` : null,
    filter,
    services: [...new Set(all.map(({ service }) => service))].sort(),
    slos: all.map(({ id, name }) => ({ id, name })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function readFilter(terms: Partial<Record<keyof BreachFilter, string>>): BreachFilter {
  const read = BreachFilter.safeParse(terms);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = String(issue?.path[0]);
  throw new DomainError("bad-input", `${field}: ${issue?.message}`, "Leave it out for all of them.", {
    details: { issues: [{ field, message: issue?.message }] },
  });
}

function readCursor(text: string): { openedMinute: number; id: number } {
  const match = /^(\d{1,10})\.(\d{1,10})$/.exec(text);
  if (!match) throw new DomainError("bad-input", `"${text}" is no place in the list of breaches.`, "Start without it.");
  return { openedMinute: Number(match[1]), id: Number(match[2]) };
}
