import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { budgetOf } from "@/lib/slo/error-budget";
import { countsIn } from "@/lib/slo/ledger";
import { minuteAt, msOf } from "@/lib/slo/window";
import { database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import { sloById } from "@/lib/store/slos";
import { snappedOutward } from "./coverage";

/** Events of the minutes (from, to]; the edges are those that were used (arithmetic.md 7), ISO 8601. */
export type CountsView = {
  good: number;
  total: number;
  observedSeconds: number;
  elapsedSeconds: number;
  /** Observed share of the elapsed time, 0..1. */
  coverage: number;
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
  const kept = snappedOutward(ledger, minuteAt(start), Math.ceil(end / 60_000));
  const { good, total } = budgetOf(ledger, slo.targets, slo.edges, kept.from, kept.to);
  const { observedSeconds } = countsIn(ledger, kept.from, kept.to);
  const elapsedSeconds = Math.max(0, kept.to - kept.from) * 60;
  return {
    good,
    total,
    observedSeconds,
    elapsedSeconds,
    coverage: elapsedSeconds > 0 ? Math.min(1, observedSeconds / elapsedSeconds) : 0,
    from: new Date(msOf(kept.from)).toISOString(),
    to: new Date(msOf(kept.to)).toISOString(),
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
