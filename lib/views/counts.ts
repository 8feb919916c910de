import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { budgetOf } from "@/lib/slo/error-budget";
import { countsIn } from "@/lib/slo/ledger";
import { minuteAt, msOf } from "@/lib/slo/window";
import { database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import { sloById } from "@/lib/store/slos";

/** Events of the minutes (from, to]; the edges are those that were used, ISO 8601. */
export type CountsView = {
  good: number;
  total: number;
  observedSeconds: number;
  elapsedSeconds: number;
  from: string;
  to: string;
};

const WAY_OUT = "Give both as RFC 3339 times or epoch seconds, from before to.";

/** @throws DomainError `not-found` for an unknown SLO, `bad-input` for a range that is none */
export async function countsView(
  _reader: Reader,
  now: Date,
  id: string,
  from: string | null,
  to: string | null,
): Promise<CountsView> {
  const db = database();
  const slo = sloById(db, id);
  if (!slo) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
  const ledger = storedLedger(db, slo.sliId);
  const end = to === null ? now.getTime() : instant("to", to);
  const start = from === null ? end - 3_600_000 : instant("from", from);
  if (start >= end) throw new DomainError("bad-input", "from is not before to.", WAY_OUT);
  // Edges snap outward to whole minutes, and on to the rows that are kept.
  const wanted = { from: minuteAt(start), to: Math.ceil(end / 60_000) };
  const last = ledger.last()?.minute ?? wanted.to;
  const upper = Math.min(wanted.to, last);
  const lower = ledger.at(wanted.from)?.minute ?? wanted.from;
  const effective = { from: Math.min(lower, wanted.from, upper), to: upper };
  const { good, total } = budgetOf(
    ledger,
    slo.targets,
    slo.edges,
    effective.from,
    Math.max(effective.to, effective.from + 1),
  );
  return {
    good,
    total,
    observedSeconds: countsIn(ledger, effective.from, effective.to).observedSeconds,
    elapsedSeconds: (effective.to - effective.from) * 60,
    from: new Date(msOf(effective.from)).toISOString(),
    to: new Date(msOf(effective.to)).toISOString(),
  };
}

function instant(name: string, text: string): number {
  const ms = /^\d{1,11}(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : /^\d{4}-\d{2}-\d{2}T/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (!Number.isFinite(ms))
    throw new DomainError("bad-input", `${name}=${JSON.stringify(text.slice(0, 40))} is no time.`, WAY_OUT);
  return ms;
}
