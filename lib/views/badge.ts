import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { VERDICTS, type Verdict } from "@/lib/slo/verdict";
import { database } from "@/lib/store/database";
import { adrIndex } from "./adr-index";
import { type Ranked, ranked, ranking } from "./ranking";
import { type SloRow, sloRow } from "./slo-row";
import { readFigures, standingOf } from "./standing";

export type MeasuredSlo = Pick<SloRow, "name" | "verdict" | "attainment" | "coverage" | "targetStatement" | "stale">;

/** Of a decision, or of all of a record's. */
export type MeasuredDecision = { name: string; slos: MeasuredSlo[]; verdict: Verdict | null };

/** null where there is no such SLO. */
export async function sloBadge(_reader: Reader, now: Date, id: string): Promise<MeasuredSlo | null> {
  const db = database();
  const standing = standingOf(db, id);
  if (!standing) return null;
  readFigures(db, [standing]);
  return sloRow(await adrIndex(), ranked(standing, now), false);
}

/** null where there is no such record, or no such decision in it. */
export async function decisionBadge(
  _reader: Reader,
  now: Date,
  path: string,
  id: string | null,
): Promise<MeasuredDecision | null> {
  const adrs = await adrIndex();
  const record = adrs.record(path);
  const decision = record?.decisions.find((each) => each.id === id);
  if (!record || (id !== null && !decision)) return null;
  const db = database();
  const measuring = ranking(db, now).filter(({ target }: Ranked) => {
    return target.decisionPath === path && (id === null || target.decisionId === id);
  });
  readFigures(db, measuring);
  const slos = measuring.map((each) => sloRow(adrs, each, false));
  return {
    name: decision ? `${decision.id.toUpperCase()} ${decision.title}` : nameOf(record),
    slos,
    verdict: VERDICTS.find((verdict) => slos.some((slo) => slo.verdict === verdict)) ?? null,
  };
}

const nameOf = ({ number, title }: { number: string | null; title: string }): string =>
  number === null ? title : `ADR ${number} ${title}`;
