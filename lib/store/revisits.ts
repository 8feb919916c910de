import "server-only";
import { and, asc, desc, eq, getTableColumns, isNotNull, isNull, lt, ne } from "drizzle-orm";
import * as z from "zod";
import { revisitEntries, revisitOutcomes, revisits } from "@/db/revisits";
import { isSettled, type Outcome, outcomeIn } from "@/lib/adr/outcome";
import type { Database } from "./database";

/** Why a decision is on the agenda. `reasons` are sentences. */
const AgendaItem = z.object({
  path: z.string(),
  id: z.string(),
  why: z.array(z.string()),
  reasons: z.array(z.string()),
});
export type AgendaItem = z.infer<typeof AgendaItem>;

/** One meeting. `…At` are ms. */
export type Revisit = Omit<typeof revisits.$inferSelect, "agenda"> & { agenda: AgendaItem[] };

/** What was decided of one decision, without what it froze, which is long. */
export type RevisitOutcome = Omit<typeof revisitOutcomes.$inferSelect, "outcome" | "names" | "evidence"> & {
  outcome: Outcome;
  names: string[];
};
export type FrozenOutcome = RevisitOutcome & { evidence: unknown };

export const ENTRY_KINDS = ["note", "added", "action-closed", "action-kept"] as const;
export type RevisitEntry = Omit<typeof revisitEntries.$inferSelect, "what"> & { what: (typeof ENTRY_KINDS)[number] };

/** What a meeting saw of a decision that it left without an outcome: an entry whose text is JSON, and long. */
const SEEN = "seen";
type Seen = Pick<RevisitEntry, "quarter" | "author" | "authorId" | "createdAt"> & {
  path: string;
  decisionId: string;
  evidence: unknown;
};

const asRevisit = (row: typeof revisits.$inferSelect): Revisit => ({
  ...row,
  agenda: z.array(AgendaItem).parse(row.agenda),
});

const asOutcome = <Row extends { outcome: string; names: unknown }>(row: Row) => ({
  ...row,
  outcome: outcomeIn(row.outcome),
  names: z.array(z.string()).parse(row.names),
});

const { evidence: frozen, ...withoutEvidence } = getTableColumns(revisitOutcomes);

const asEntry = (row: typeof revisitEntries.$inferSelect): RevisitEntry => ({
  ...row,
  what: ENTRY_KINDS.find((kind) => kind === row.what) ?? "note",
});

export function revisitOf(db: Database, quarter: string): Revisit | null {
  const row = db.select().from(revisits).where(eq(revisits.quarter, quarter)).get();
  return row ? asRevisit(row) : null;
}

/** Newest quarter first. */
export const allRevisits = (db: Database): Revisit[] =>
  db.select().from(revisits).orderBy(desc(revisits.quarter)).all().map(asRevisit);

/** Returns false where that quarter has one. */
export const addRevisit = (db: Database, revisit: Omit<Revisit, "finishedAt" | "finishedBy">): boolean =>
  db.insert(revisits).values(revisit).onConflictDoNothing().run().changes > 0;

/** Returns false where it is finished already. */
export const finishRevisit = (db: Database, quarter: string, by: string, now: Date): boolean =>
  db
    .update(revisits)
    .set({ finishedAt: now.getTime(), finishedBy: by })
    .where(and(eq(revisits.quarter, quarter), isNull(revisits.finishedAt)))
    .run().changes > 0;

/** Returns its id. */
export const addOutcome = (db: Database, outcome: Omit<FrozenOutcome, "id">): number =>
  db.insert(revisitOutcomes).values(outcome).returning({ id: revisitOutcomes.id }).get().id;

/** Of one quarter, oldest first. */
export const outcomesOf = (db: Database, quarter: string): RevisitOutcome[] =>
  db
    .select(withoutEvidence)
    .from(revisitOutcomes)
    .where(eq(revisitOutcomes.quarter, quarter))
    .orderBy(asc(revisitOutcomes.id))
    .all()
    .map(asOutcome);

/** What earlier quarters decided last of a decision; null where they did not. */
export function outcomeBefore(
  db: Database,
  quarter: string,
  { path, id }: { path: string; id: string },
): RevisitOutcome | null {
  const { path: inRecord, decisionId, quarter: of } = revisitOutcomes;
  const row = db
    .select(withoutEvidence)
    .from(revisitOutcomes)
    .where(and(eq(inRecord, path), eq(decisionId, id), lt(of, quarter)))
    .orderBy(desc(revisitOutcomes.id))
    .limit(1)
    .get();
  return row ? asOutcome(row) : null;
}

/** Those of all quarters that asked for an action, oldest first. */
export function outcomesWithActions(
  db: Database,
): { quarter: string; path: string; decisionId: string; followUpId: number }[] {
  const { id, quarter, path, decisionId, followUpId } = revisitOutcomes;
  return db
    .select({ quarter, path, decisionId, followUpId })
    .from(revisitOutcomes)
    .where(isNotNull(followUpId))
    .orderBy(asc(id))
    .all()
    .flatMap((row) => (row.followUpId === null ? [] : [{ ...row, followUpId: row.followUpId }]));
}

/** Where the records that follow are to lie: the names are taken. */
export const successorPaths = (db: Database): string[] =>
  db
    .select({ path: revisitOutcomes.successorPath })
    .from(revisitOutcomes)
    .where(isNotNull(revisitOutcomes.successorPath))
    .all()
    .flatMap(({ path }) => path ?? []);

export const evidenceOf = (db: Database, id: number): unknown =>
  db.select({ frozen }).from(revisitOutcomes).where(eq(revisitOutcomes.id, id)).get()?.frozen;

export function outcomeById(db: Database, id: number): FrozenOutcome | null {
  const row = db.select().from(revisitOutcomes).where(eq(revisitOutcomes.id, id)).get();
  return row ? asOutcome(row) : null;
}

type OutcomeGist = Pick<RevisitOutcome, "id" | "quarter" | "outcome" | "nextDue" | "fileDue" | "createdAt"> & {
  settles: boolean;
  askedFor: ReadonlySet<string>;
};

/** The newest outcome of each decision, by its address, without what it froze: pages ask for it with every reading. */
export function newestOutcomes(db: Database): Map<string, OutcomeGist> {
  const { id, quarter, path, decisionId, outcome, nextDue, fileDue, createdAt } = revisitOutcomes;
  const rows = db
    .select({ id, quarter, path, decisionId, outcome, nextDue, fileDue, createdAt })
    .from(revisitOutcomes)
    .orderBy(asc(id))
    .all();
  const asked = new Map<string, Set<string>>();
  return new Map(
    rows.map(({ path, decisionId, ...row }): [string, OutcomeGist] => {
      const askedFor = asked.get(path) ?? new Set();
      if (row.nextDue !== null) askedFor.add(row.nextDue);
      asked.set(path, askedFor);
      const read = outcomeIn(row.outcome);
      return [`${path}#${decisionId}`, { ...row, outcome: read, settles: isSettled(read), askedFor }];
    }),
  );
}

/** Returns its id. */
export const addEntry = (db: Database, entry: Omit<RevisitEntry, "id">): number =>
  db.insert(revisitEntries).values(entry).returning({ id: revisitEntries.id }).get().id;

/** Oldest first. */
export const entriesOf = (db: Database, quarter: string): RevisitEntry[] =>
  db
    .select()
    .from(revisitEntries)
    .where(and(eq(revisitEntries.quarter, quarter), ne(revisitEntries.what, SEEN)))
    .orderBy(asc(revisitEntries.id))
    .all()
    .map(asEntry);

/** The decisions that somebody put on the agenda of a meeting. */
export const addedTo = (db: Database, quarter: string): { path: string; id: string }[] =>
  db
    .select({ path: revisitEntries.path, id: revisitEntries.decisionId })
    .from(revisitEntries)
    .where(and(eq(revisitEntries.quarter, quarter), eq(revisitEntries.what, "added")))
    .orderBy(asc(revisitEntries.id))
    .all()
    .flatMap(({ path, id }) => (path && id ? [{ path, id }] : []));

export function addSeen(db: Database, { evidence, ...seen }: Seen): void {
  db.insert(revisitEntries)
    .values({ ...seen, what: SEEN, followUpId: null, text: JSON.stringify(evidence) })
    .run();
}

/** null where the meeting has decided of it, or is not finished. */
export function seenOf(
  db: Database,
  quarter: string,
  path: string,
  decisionId: string,
): { evidence: unknown; createdAt: number } | null {
  const row = db
    .select()
    .from(revisitEntries)
    .where(
      and(
        eq(revisitEntries.quarter, quarter),
        eq(revisitEntries.what, SEEN),
        eq(revisitEntries.path, path),
        eq(revisitEntries.decisionId, decisionId),
      ),
    )
    .orderBy(desc(revisitEntries.id))
    .limit(1)
    .get();
  return row ? { evidence: JSON.parse(row.text), createdAt: row.createdAt } : null;
}
