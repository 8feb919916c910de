import "server-only";
import { and, desc, eq, gte, isNotNull, lt } from "drizzle-orm";
import * as z from "zod";
import { contributions } from "@/db/daily";
import type { Database } from "./database";

const Row = z.object({
  values: z.array(z.string()),
  bad: z.number(),
  total: z.number(),
  badShare: z.number(),
  totalShare: z.number(),
  lift: z.number().nullable(),
  /** It stands out, and did so before the breach as well. */
  isAlwaysWorse: z.boolean().default(false),
});

/** Who is hit, as the engine answered: what is kept with a breach. */
export const Snapshot = z.object({
  bad: z.number(),
  total: z.number(),
  /** What explains best comes first. `folded`: rows below 1 % of the bad events that were left out, `rest` more of them. */
  tables: z.array(
    z.object({
      labels: z.array(z.string()),
      rows: z.array(Row),
      isConsequence: z.boolean(),
      /** Rows that were too many to be kept. */
      left: z.number(),
    }),
  ),
  verdict: z.object({
    kind: z.enum(["value", "pair", "several", "always-worse", "uniform", "too-few"]),
    labels: z.array(z.string()),
    rows: z.array(Row),
    /** Without these, which were as bad before, the rows carry their shares. */
    setAside: z.array(Row).default([]),
  }),
  /** Whether something stood out, and was compared with the time before the breach. */
  isCompared: z.boolean().default(false),
  /** When that was, in words. */
  comparedWith: z.string().default("the time before the breach and the day before"),
  /** Labels that could not be asked by, each with the reason in words. */
  notAsked: z.array(z.object({ label: z.string(), why: z.string() })),
  /** Questions without a whole answer; where there are any, the snapshot is in part. */
  unanswered: z.array(z.string()),
  /** Which minutes of a longer breach were asked for, in words; null: all of them. */
  span: z.string().nullable(),
});
export type Snapshot = z.infer<typeof Snapshot>;

export const CONTRIBUTION_STATES = ["running", "done", "failed", "cancelled"] as const;

/** One time that the engine was asked. `…At` are ms, minutes name their end. */
export type ContributionRun = Omit<typeof contributions.$inferSelect, "state" | "result"> & {
  state: (typeof CONTRIBUTION_STATES)[number];
  result: Snapshot | null;
};

const asRun = (row: typeof contributions.$inferSelect): ContributionRun => ({
  ...row,
  state: CONTRIBUTION_STATES.find((state) => state === row.state) ?? "failed",
  // What an earlier version kept in another shape can be asked again.
  result: Snapshot.safeParse(row.result).data ?? null,
});

export const beginContribution = (
  db: Database,
  run: Pick<ContributionRun, "breachId" | "fromMinute" | "toMinute" | "author" | "startedAt">,
): number =>
  db
    .insert(contributions)
    .values({ ...run, state: "running", answered: 0, questions: 0, result: null, error: null, endedAt: null })
    .returning({ id: contributions.id })
    .get().id;

/** What is no longer running stays as it ended. Returns whether it is running. */
export function moveContribution(db: Database, id: number, answered: number, questions: number): boolean {
  const { changes } = db.update(contributions).set({ answered, questions }).where(running(id)).run();
  return changes > 0;
}

/** Of a breach only the newest result is kept: in a transaction, where it ends as `done`. Returns whether it was running. */
export function endContribution(
  db: Database,
  id: number,
  state: "done" | "failed" | "cancelled",
  { result = null, error = null }: { result?: Snapshot | null; error?: string | null },
  now: Date,
): boolean {
  const ended = db
    .update(contributions)
    .set({ state, result, error, endedAt: now.getTime() })
    .where(running(id))
    .returning({ breachId: contributions.breachId })
    .get();
  if (ended && state === "done") {
    const { id: known, breachId, result: older } = contributions;
    const replaced = and(eq(breachId, ended.breachId), lt(known, id), isNotNull(older));
    db.update(contributions).set({ result: null }).where(replaced).run();
  }
  return ended !== undefined;
}

const running = (id: number) => and(eq(contributions.id, id), eq(contributions.state, "running"));

/** The newest one of a breach, and the newest that holds a result. */
export function contributionsOf(
  db: Database,
  breachId: number,
): { latest: ContributionRun | null; kept: ContributionRun | null } {
  const newest = (state?: string): ContributionRun | null => {
    const row = db
      .select()
      .from(contributions)
      .where(
        and(eq(contributions.breachId, breachId), state === undefined ? undefined : eq(contributions.state, state)),
      )
      .orderBy(desc(contributions.id))
      .limit(1)
      .get();
    return row ? asRun(row) : null;
  };
  const latest = newest();
  return { latest, kept: latest?.state === "done" ? latest : newest("done") };
}

/** Those under way that began at or after an instant, ms. */
export const runningContributions = (db: Database, since: number): ContributionRun[] =>
  db
    .select()
    .from(contributions)
    .where(and(eq(contributions.state, "running"), gte(contributions.startedAt, since)))
    .all()
    .map(asRun);

/** Whoever asks gives up after it, ms. */
export const LONGEST_RUN_MS = 60_000;

/** A run whose process has died says that it is running for good. */
export const isDead = ({ state, startedAt }: Pick<ContributionRun, "state" | "startedAt">, now: Date): boolean =>
  state === "running" && now.getTime() - startedAt > LONGEST_RUN_MS + 5_000;
