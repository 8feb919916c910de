import "server-only";
import type { AdrDecision } from "@/lib/adr/decision";
import { dueOf, isAlive } from "@/lib/adr/due";
import type { AdrRecord } from "@/lib/adr/record";
import { type AdrTrigger, type TriggerTerms, termsOf, termsText } from "@/lib/adr/trigger-terms";
import { heldSince, NO_COSTS, periodsSay } from "@/lib/adr/trigger-words";
import { triggeredDecision } from "@/lib/adr/triggered-decision";
import { type CostTerms, judgeCost } from "@/lib/costs/cost-trigger";
import { monthsUpTo } from "@/lib/costs/month";
import type { MonthCost } from "@/lib/costs/month-cost";
import { day as dayInWords } from "@/lib/format/time";
import { remembered } from "@/lib/slo/ledger";
import { judgePeriods, type PeriodTerms } from "@/lib/slo/period-trigger";
import { DEFAULT_ENGINE } from "@/lib/slo/sli";
import { finalMinute, minuteAt } from "@/lib/slo/window";
import { addAudit } from "@/lib/store/audit";
import { cursors } from "@/lib/store/cursors";
import { atomically, type Database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import { type MonthCosts, monthCosts } from "@/lib/store/month-costs";
import { newestOutcomes } from "@/lib/store/revisits";
import { activeSlos } from "@/lib/store/slos";
import {
  addTriggerFiring,
  allTriggerStates,
  saveTriggerState,
  type TriggerFiring,
  type TriggerStanding,
  type TriggerState,
  triggerFiringsOf,
  triggerStateKey,
} from "@/lib/store/triggers";
import { ALL_CONDITIONS_MS, type Condition as AskedCondition, askConditions, type Conditions } from "./conditions";
import type { World } from "./world";

/** A trigger of a decision that is still held to. `decisionId` null: of the whole record. */
type Watched = { record: AdrRecord; trigger: AdrTrigger; terms: TriggerTerms; decisionId: string | null };

type Looked = Pick<TriggerState, "standing" | "says"> &
  Partial<Pick<TriggerState, "holdsSince" | "checkedMinute">> & { occasion?: string; measured?: unknown };

/** A silence of the engine is asked about no farther back: what held and ended within a longer one is not seen. */
const MOST_MINUTES = 60;
const SYSTEM = { kind: "system", id: null, name: "Plumbline", ip: null } as const;

/**
 * Looks at every trigger of the records once. One that is met fires: its decision goes into the queue with the reason, once
 * for each occasion, and not again before somebody has decided. `givenUp`: when conditions that are not answered for stay
 * unknown. Returns how many fired.
 */
export async function evaluateTriggers(
  world: World,
  now: Date,
  givenUp: AbortSignal = AbortSignal.timeout(ALL_CONDITIONS_MS),
): Promise<number> {
  const { db } = world;
  const records = (await world.records?.()) ?? [];
  const watched = watchedIn(records, newestOutcomes(db));
  if (watched.length === 0) return 0;
  const states = allTriggerStates(db);
  const minute = finalMinute(now, world.delaySeconds);
  const known = ({ record, trigger, terms }: Watched): TriggerState | null => {
    const state = states.get(triggerStateKey({ path: record.path, triggerId: trigger.id }));
    return state?.terms === termsText(terms) ? state : null;
  };
  const finalOf = minutesOf(world, now);
  const conditions = await conditionsOf(world, watched, known, finalOf, givenUp);
  const periods = periodsLooker(db, minute);
  const costs = costLooker(db, minute);
  return atomically(db, () => {
    const last = newestOutcomes(db);
    const firings = triggerFiringsOf(db);
    let fired = 0;
    // Somebody may have ended one while the engine was asked.
    for (const each of watchedIn(records, last)) {
      const { record, trigger, terms, decisionId } = each;
      const decidedAt = decidedOf(each, last);
      const looked =
        terms.kind === "promql"
          ? lookAtCondition(terms, known(each), conditions, finalOf(terms))
          : terms.kind === "date"
            ? lookAtDay(terms, now)
            : terms.kind === "cost-above"
              ? costs(terms, decidedMinute(record, decidedAt))
              : periods(each, terms, decidedAt === null ? null : minuteAt(decidedAt));
      const names = { path: record.path, triggerId: trigger.id, terms: termsText(terms) };
      saveTriggerState(db, {
        ...names,
        standing: looked.standing,
        says: looked.says,
        holdsSince: looked.holdsSince ?? null,
        checkedMinute: looked.checkedMinute ?? null,
        lookedAt: now.getTime(),
      });
      if (looked.standing !== "met" || isCalled(each, firings, last)) continue;
      const { occasion = "once", measured = {}, says: reason } = looked;
      const id = addTriggerFiring(db, {
        ...names,
        decisionId,
        occasion,
        reason,
        measured,
        firedAt: now.getTime(),
      });
      if (id === null) continue;
      fired++;
      const address = `${record.path}${decisionId === null ? "" : `#${decisionId}`}`;
      addAudit(
        db,
        SYSTEM,
        {
          action: "trigger.fired",
          subjectKind: "decision",
          subjectId: address,
          summary: `The trigger ${trigger.id} of ${address} fired: ${reason}`,
          detail: { trigger: trigger.id, terms, occasion, measured },
        },
        now,
      );
    }
    return fired;
  });
}

function watchedIn(records: readonly AdrRecord[], last: Outcomes): Watched[] {
  return records.flatMap((record) =>
    record.triggers.flatMap((trigger): Watched[] => {
      const read = termsOf(trigger);
      const decisionId = triggeredDecision(record, trigger);
      const decisions = record.decisions.filter(({ id }) => decisionId === null || id === decisionId);
      const isHeld = decisions.some((decision) => isHeldTo(record, decision, last));
      return "terms" in read && isHeld ? [{ record, trigger, terms: read.terms, decisionId }] : [];
    }),
  );
}

/** Neither its record nor an outcome has ended it. */
function isHeldTo(record: AdrRecord, decision: AdrDecision, last: Outcomes): boolean {
  const outcome = last.get(`${record.path}#${decision.id}`) ?? null;
  const isSettled = outcome?.settles === true && dueOf(record.review?.due ?? null, outcome).by === "outcome";
  return isAlive(record, decision) && !isSettled;
}

type Outcomes = ReturnType<typeof newestOutcomes>;

const addressesOf = ({ record, decisionId }: Watched, last: Outcomes): string[] =>
  record.decisions
    .filter((decision) => decision.id === decisionId || (decisionId === null && isHeldTo(record, decision, last)))
    .map(({ id }) => `${record.path}#${id}`);

/** ms; null where somebody has yet to decide of one of them. */
function decidedOf(watched: Watched, last: Outcomes): number | null {
  const times = addressesOf(watched, last).map((address) => last.get(address)?.createdAt ?? null);
  return times.reduce<number | null>((min, at) => (min === null || at === null ? null : Math.min(min, at)), Infinity);
}

/** Where no outcome says it, the record's date does; null where it has none. */
function decidedMinute({ date }: AdrRecord, decidedAt: number | null): number | null {
  const at = decidedAt ?? (date === null ? Number.NaN : Date.parse(date));
  return Number.isNaN(at) ? null : minuteAt(at);
}

/** It has fired, and nobody has decided since. */
const isCalled = (watched: Watched, firings: readonly TriggerFiring[], last: Outcomes): boolean =>
  firings.some(
    ({ path, triggerId, terms, firedAt }) =>
      path === watched.record.path &&
      triggerId === watched.trigger.id &&
      terms === termsText(watched.terms) &&
      (decidedOf(watched, last) ?? 0) < firedAt,
  );

/** Judges the periods of every SLO that a trigger is about: one of them is enough. */
function periodsLooker(db: Database, minute: number) {
  const slos = new Map(activeSlos(db).map((slo) => [slo.id, slo]));
  const counted = cursors(db);
  return ({ record, trigger, decisionId }: Watched, terms: PeriodTerms, after: number | null): Looked => {
    const targets = record.targets.filter(({ id, decision }) =>
      trigger.target === undefined ? decisionId === null || decision === decisionId : id === trigger.target,
    );
    const looked = targets.map(({ slo: sloId }): Looked => {
      const slo = slos.get(sloId);
      if (!slo) return { standing: "unknown", says: `There is no SLO ${sloId}.` };
      if (!counted.get(slo.sliId)?.replayed)
        return { standing: "unknown", says: `${slo.name}: its history is still being counted.` };
      const ledger = remembered(storedLedger(db, slo.sliId));
      const upTo = Math.min(minute, ledger.last()?.minute ?? minute);
      const judged = judgePeriods(ledger, slo.targets, slo.edges, terms, upTo, after);
      return {
        standing: judged.standing,
        says: periodsSay(slo.name, terms, judged),
        occasion: `${sloId} ${judged.periods.at(-1)?.to}`,
        measured: { slo: sloId, periods: judged.periods },
      };
    });
    const of = (standing: TriggerStanding) => looked.find((each) => each.standing === standing);
    return of("met") ?? of("unknown") ?? of("not-met") ?? { standing: "unknown", says: "It is about no target." };
  };
}

/** Each month is billed once, however many triggers ask for it. */
function costLooker(db: Database, minute: number): (terms: CostTerms, after: number | null) => Looked {
  let costs: MonthCosts | undefined;
  const billed = new Map<number, MonthCost | null>();
  return (terms, after) => {
    costs ??= monthCosts(db, minute);
    const { newest, timeZone, of } = costs;
    if (newest === null) return { standing: "not-evaluated", says: NO_COSTS };
    const back = (n: number): MonthCost | null => {
      if (!billed.has(n)) {
        const [month] = monthsUpTo(minute, n + 1, timeZone);
        billed.set(n, month ? of(month) : null);
      }
      return billed.get(n) ?? null;
    };
    return judgeCost(terms, back, after);
  };
}

function lookAtDay(terms: Extract<TriggerTerms, { kind: "date" }>, now: Date): Looked {
  const isThere = now.toISOString().slice(0, 10) >= terms.day;
  const says = isThere
    ? `The day that it names has come: ${dayInWords(terms.day)}.`
    : `${dayInWords(terms.day)} is to come.`;
  return { standing: isThere ? "met" : "not-met", says, measured: { day: terms.day } };
}

type Condition = Extract<TriggerTerms, { kind: "promql" }>;

/** By the engine's name, and the query. */
type Found = ReadonlyMap<string, Conditions>;

/** The last final minute of a condition's engine: to ask for later ones would find nothing of what comes late. */
const minutesOf =
  ({ engines, delaySeconds }: World, now: Date) =>
  ({ engine = DEFAULT_ENGINE }: Pick<Condition, "engine">): number =>
    finalMinute(now, engines?.get(engine)?.delaySeconds ?? delaySeconds);

async function conditionsOf(
  world: World,
  watched: readonly Watched[],
  known: (each: Watched) => TriggerState | null,
  finalOf: ReturnType<typeof minutesOf>,
  givenUp: AbortSignal,
): Promise<Found> {
  const byEngine = new Map<string, AskedCondition[]>();
  for (const each of watched) {
    if (each.terms.kind !== "promql") continue;
    const { query, engine = DEFAULT_ENGINE } = each.terms;
    const [state, minute] = [known(each), finalOf(each.terms)];
    const from = Math.max((state?.checkedMinute ?? minute - 1) + 1, minute - MOST_MINUTES + 1);
    const condition = { query, from: Math.min(minute, from), isDoubtful: state?.standing === "unknown" };
    byEngine.set(engine, [...(byEngine.get(engine) ?? []), condition]);
  }
  // Side by side: one that is silent takes no time from another.
  return new Map(
    await Promise.all(
      Array.from(byEngine, async ([name, conditions]) => {
        const engine = world.engines?.get(name)?.engine ?? (name === DEFAULT_ENGINE ? world.engine : null);
        const minute = finalOf({ engine: name });
        return [name, engine ? await askConditions({ engine }, conditions, minute, givenUp) : NONE] as const;
      }),
    ),
  );
}

const NONE: Conditions = new Map();

/** A minute that the engine was not asked about neither ends a condition nor begins it. */
function lookAtCondition(terms: Condition, state: TriggerState | null, found: Found, minute: number): Looked {
  const { engine = DEFAULT_ENGINE } = terms;
  const answer = found.get(engine)?.get(terms.query);
  const kept = { holdsSince: state?.holdsSince ?? null, checkedMinute: state?.checkedMinute ?? null };
  if (!answer || "why" in answer) {
    const why =
      answer?.why ?? (found.get(engine) === NONE ? `there is no engine ${engine}` : "the engine was not asked");
    return { standing: "unknown", says: `Not known: ${why}.`, ...kept };
  }
  let since = kept.holdsSince;
  const first = Math.max((kept.checkedMinute ?? minute - 1) + 1, minute - MOST_MINUTES + 1);
  for (let each = first; each <= minute; each++) since = answer.held.has(each) ? (since ?? each) : null;
  const checked = { holdsSince: since, checkedMinute: Math.max(minute, kept.checkedMinute ?? minute) };
  if (since === null) return { standing: "not-met", says: `${terms.query} returns nothing.`, ...checked };
  const seconds = (minute - since) * 60;
  const says = heldSince(terms.query, since, seconds);
  if (seconds < terms.forSeconds) return { standing: "holding", says, ...checked };
  return { standing: "met", says, ...checked, occasion: `since ${since}`, measured: { since, minute } };
}
