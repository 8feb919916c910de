import "server-only";
import { and, asc, count, desc, eq, lt, not, type SQL, sql } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { Target } from "@/lib/slo/target-change";
import type { Database } from "./database";

export const PROPOSAL_STATES = ["open", "accepted", "declined", "withdrawn"] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** A target that somebody wishes for. `…At` and `inForceFrom` are ms. */
export type Proposal = Target & {
  id: number;
  sloId: string;
  origin: "person" | "file";
  /** null: from when it is accepted. */
  inForceFrom: number | null;
  reason: string;
  /** The version that it was made against. */
  baseVersion: number;
  author: string;
  /** null for a file's. */
  authorId: string | null;
  createdAt: number;
  state: ProposalState;
  decidedBy: string | null;
  decidedAt: number | null;
  decidedReason: string | null;
};

type Undecided = Omit<Proposal, "id" | "state" | "decidedBy" | "decidedAt" | "decidedReason">;

const asProposal = (row: typeof schema.proposals.$inferSelect): Proposal => ({
  ...row,
  origin: row.origin === "file" ? "file" : "person",
  state: PROPOSAL_STATES.find((state) => state === row.state) ?? "withdrawn",
});

/** Returns its id. */
export function addProposal(db: Database, proposal: Undecided): number {
  return db
    .insert(schema.proposals)
    .values({ ...proposal, state: "open" })
    .returning({ id: schema.proposals.id })
    .get().id;
}

export function proposalById(db: Database, id: number): Proposal | null {
  const row = db.select().from(schema.proposals).where(eq(schema.proposals.id, id)).get();
  return row ? asProposal(row) : null;
}

/** Open ones of one SLO, oldest first. */
export function openProposalsOf(db: Database, sloId: string): Proposal[] {
  const { proposals } = schema;
  return db
    .select()
    .from(proposals)
    .where(and(eq(proposals.sloId, sloId), eq(proposals.state, "open")))
    .orderBy(asc(proposals.id))
    .all()
    .map(asProposal);
}

/** Those in a state, newest first, below `before` where it is given. Of a retired SLO none waits. */
export function proposalsIn(
  db: Database,
  state: ProposalState,
  most: number,
  before: number | null = null,
): Proposal[] {
  const { proposals } = schema;
  const older: SQL | undefined = before === null ? undefined : lt(proposals.id, before);
  return db
    .select()
    .from(proposals)
    .where(and(inState(state), older))
    .orderBy(desc(proposals.id))
    .limit(most)
    .all()
    .map(asProposal);
}

export function openProposalsCount(db: Database): number {
  return db.select({ n: count() }).from(schema.proposals).where(inState("open")).get()?.n ?? 0;
}

/** What waits on an SLO that is retired can be decided by nobody. */
const inState = (state: ProposalState): SQL | undefined => {
  const { proposals, slos } = schema;
  const retired = sql`${proposals.sloId} IN (SELECT ${slos.id} FROM ${slos} WHERE ${slos.retiredAt} IS NOT NULL)`;
  return and(eq(proposals.state, state), state === "open" ? not(retired) : undefined);
};

/** Returns false where it is decided already. */
export function closeProposal(
  db: Database,
  id: number,
  { state, by, reason }: { state: Exclude<ProposalState, "open">; by: string; reason: string | null },
  now: Date,
): boolean {
  const { proposals } = schema;
  const { changes } = db
    .update(proposals)
    .set({ state, decidedBy: by, decidedAt: now.getTime(), decidedReason: reason })
    .where(and(eq(proposals.id, id), eq(proposals.state, "open")))
    .run();
  return changes > 0;
}
