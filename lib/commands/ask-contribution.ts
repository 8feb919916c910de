import "server-only";
import { type Actor, mustBeSignedIn } from "@/lib/auth/actor";
import { delayOf, engineNamed, noEngine } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import { EngineError } from "@/lib/gateways/prometheus";
import { log } from "@/lib/log";
import { breakdownOf } from "@/lib/rules/breakdown";
import { askedMinutes } from "@/lib/rules/breakdown-answers";
import { EARLIER_DEFINITION, isOfEarlierDefinition } from "@/lib/slo/earlier-definition";
import { engineOf } from "@/lib/slo/sli";
import { finalMinute, msOf } from "@/lib/slo/window";
import { type Breach, breachById } from "@/lib/store/breaches";
import {
  beginContribution,
  contributionsOf,
  endContribution,
  isDead,
  LONGEST_RUN_MS,
  moveContribution,
  runningContributions,
} from "@/lib/store/contributions";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { type Slo, sloById } from "@/lib/store/slos";
import { runContribution } from "./contribution-run";

/** Breaches that are asked about at a time. */
const MOST_RUNNING = 4;

/** What this process asks, so that it can be given up; shared, since Next gives every route module instances of its own. */
const shared = globalThis as { [name: symbol]: Map<number, AbortController> | undefined };
const KEY = Symbol.for("plumbline.contribution-runs");
function underWay(): Map<number, AbortController> {
  shared[KEY] ??= new Map();
  return shared[KEY];
}

/**
 * Begins to ask who is hit by a breach; whoever is on call may. Where it is asked already, that one is answered.
 * @throws DomainError
 */
export async function askContribution(
  actor: Actor,
  breachId: number,
  now: Date,
): Promise<{ id: number; began: boolean }> {
  mustBeSignedIn(actor);
  const db = database();
  const begun = await atomicallyWhenFree(db, () => {
    const { breach, slo } = mustBeBreach(db, breachId);
    const { latest } = contributionsOf(db, breachId);
    if (latest?.state === "running" && !isDead(latest, now)) return { id: latest.id, began: false as const };
    if (isOfEarlierDefinition(breach, slo))
      throw new DomainError("conflict", `${slo.name} cannot be broken down: ${EARLIER_DEFINITION}.`);
    const target = slo.targets.find(({ version }) => version === breach.targetVersion);
    const breakdown = breakdownOf(slo.sli, target?.threshold ?? null);
    if (!breakdown.ok) throw new DomainError("conflict", `${slo.name} cannot be broken down: ${breakdown.because}.`);
    const engine = engineOf(slo.sli);
    if (engineNamed(engine) === null) throw new DomainError("unavailable", noEngine(engine), "Set it and start again.");
    if (latest && isDead(latest, now)) endContribution(db, latest.id, "failed", { error: ENDED_EARLY }, now);
    if (runningContributions(db, now.getTime() - LONGEST_RUN_MS).length >= MOST_RUNNING)
      throw new DomainError(
        "too-many-requests",
        `${MOST_RUNNING} breaches are asked about already.`,
        "Try again in a minute.",
      );
    const span = spanOf(breach, slo, now);
    const run = { breachId, fromMinute: span.from, toMinute: span.to, author: actor.name, startedAt: now.getTime() };
    return { id: beginContribution(db, run), began: true as const, engine, breakdown, span, kind: breach.kind };
  });
  if (begun.began) void ask(db, begun);
  return { id: begun.id, began: begun.began };
}

const ENDED_EARLY = "The process that asked ended before it had an answer.";

/** Gives up what is being asked. @throws DomainError `not-found` where nothing is */
export async function cancelContribution(actor: Actor, breachId: number, now: Date): Promise<{ id: number }> {
  mustBeSignedIn(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    mustBeBreach(db, breachId);
    const { latest } = contributionsOf(db, breachId);
    if (latest?.state !== "running") throw new DomainError("not-found", "Nothing is being asked about this breach.");
    endContribution(db, latest.id, "cancelled", { error: `${actor.name} cancelled it.` }, now);
    underWay().get(latest.id)?.abort(new Error("cancelled"));
    return { id: latest.id };
  });
}

/** @throws DomainError `not-found` */
export function mustBeBreach(db: Database, id: number): { breach: Breach; slo: Slo } {
  const breach = Number.isSafeInteger(id) ? breachById(db, id) : null;
  const slo = breach && sloById(db, breach.sloId);
  if (!breach || !slo)
    throw new DomainError("not-found", "There is no such breach.", "GET /api/v1/breaches lists them.");
  return { breach, slo };
}

function spanOf(breach: Breach, slo: Slo, now: Date) {
  const final = finalMinute(now, delayOf(slo.sli));
  return askedMinutes(breach.openedMinute, Math.min(breach.closedMinute ?? final, final));
}

type Begun = {
  id: number;
  engine: string;
  breakdown: Extract<ReturnType<typeof breakdownOf>, { ok: true }>;
  span: ReturnType<typeof askedMinutes>;
  kind: Breach["kind"];
};

/** Ends as a row, whatever happens. */
async function ask(db: Database, { id, engine, breakdown, span, kind }: Begun): Promise<void> {
  const controller = new AbortController();
  underWay().set(id, controller);
  const limit = setTimeout(() => controller.abort(new Error("too long")), LONGEST_RUN_MS);
  const end = (state: "done" | "failed", what: Parameters<typeof endContribution>[3]): Promise<boolean> =>
    atomicallyWhenFree(db, () => endContribution(db, id, state, what, new Date()));
  try {
    const result = await runContribution(
      {
        engine,
        breakdown,
        kind,
        atSeconds: msOf(span.to) / 1000,
        minutes: span.to - span.from,
        span: span.isFirstDay ? "the first day" : null,
      },
      controller.signal,
      (answered, questions) => void moveContribution(db, id, answered, questions),
    );
    await end("done", { result });
  } catch (error) {
    await end("failed", { error: reasonOf(error, controller.signal) });
  } finally {
    clearTimeout(limit);
    underWay().delete(id);
  }
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return `The engine took longer than ${LONGEST_RUN_MS / 1000} s.`;
  if (error instanceof EngineError || error instanceof DomainError) return error.message;
  log.error({ err: error }, "asking who is hit by a breach failed");
  return "The server could not ask; its log says why.";
}
