import "server-only";
import { type Actor, mustEdit } from "@/lib/auth/actor";
import { mustEditSomething } from "@/lib/auth/editor";
import { engineChoices } from "@/lib/engines";
import { targetStatement } from "@/lib/format/target";
import { trialEngine } from "@/lib/gateways/trial";
import { type DraftIssue, DraftReason, readDraft, readUnfinished } from "@/lib/interop/slo-draft";
import { readCounterSum } from "@/lib/rules/counter-sum";
import { engineOf, publicKind, type Sli, type SliKind } from "@/lib/slo/sli";
import { database } from "@/lib/store/database";
import { sloById } from "@/lib/store/slos";
import { type DryRun, dryRun } from "./dry-run";

/** How a definition would be counted. */
type Counting = { kind: SliKind; how: "exactly" | "in slices" | "approximately"; sentence: string };

export type SloCheck = {
  now: string;
  /** What stands against it, field by field; [] where it can be made. */
  issues: DraftIssue[];
  /** null where the queries cannot be counted: the issues say why. */
  counting: Counting | null;
  /** "95 % ≤ 200 ms" */
  statement: string | null;
  /** The bound of a good event as it was read, s for a latency. */
  threshold: number | null;
  /** null where the queries cannot be counted: then there is nothing to ask. */
  dryRun: DryRun | null;
  /** The OpenSLO document of what can be made. */
  document: string | null;
};

/**
 * Tries a body for a new SLO, finished or not, and keeps nothing of it.
 * @throws DomainError `not-signed-in`, `not-allowed`, `too-many-requests`
 */
export async function sloCheck(actor: Actor, body: Readonly<Record<string, unknown>>, now: Date): Promise<SloCheck> {
  mustEditSomething(actor);
  const { reason, ...draft } = body;
  const read = readDraft(draft, engineChoices());
  const definition = "definition" in read ? read.definition : readUnfinished(draft, engineChoices());
  const service = "definition" in read ? read.definition.service : draft.service;
  if (typeof service === "string" && service.trim() !== "") mustEdit(actor, service.trim());
  const issues = [...("issues" in read ? read.issues : []), ...taken(draft, read), ...unreasonable(reason)];
  return {
    now: now.toISOString(),
    issues,
    counting: definition && countingOf(definition.sli),
    statement: definition && targetStatement(definition.target, definition.sli),
    threshold: definition?.target.threshold ?? null,
    dryRun: definition && (await dryRun(trialEngine(engineOf(definition.sli)), definition, now)),
    document: "document" in read ? read.document : null,
  };
}

function taken(draft: Readonly<Record<string, unknown>>, read: ReturnType<typeof readDraft>): DraftIssue[] {
  const id = "definition" in read ? read.definition.id : draft.id;
  const other = typeof id === "string" ? sloById(database(), id) : null;
  return other ? [{ field: "document" in draft ? "document" : "id", message: `is taken by ${other.name}` }] : [];
}

function unreasonable(reason: unknown): DraftIssue[] {
  if (reason === undefined) return [];
  const found = DraftReason.safeParse(reason);
  return found.success ? [] : [{ field: "reason", message: found.error.issues[0]?.message ?? "is no reason" }];
}

function countingOf(sli: Sli): Counting {
  const kind = publicKind(sli);
  switch (sli.kind) {
    case "ratio":
      return { kind, how: "exactly", sentence: "Counted exactly: what each counter gained, minute by minute." };
    case "latency":
      return {
        kind,
        how: "exactly",
        sentence: "Counted exactly, bucket by bucket: p95 and other thresholds come from the same counts.",
      };
    case "period":
      return { kind, how: "exactly", sentence: "Counted once a period: each gauge holds the sum of one." };
    case "gauge":
      return {
        kind,
        how: "in slices",
        sentence: "Each series is one slice a minute, good where its value meets the bound.",
      };
    case "native":
      return {
        kind,
        how: "approximately",
        sentence: "Counted approximately: the engine interpolates within the native histogram's buckets.",
      };
    case "approximate": {
      const why = [sli.queries.part, sli.queries.total ?? ""].map(readCounterSum).find((each) => !each.ok);
      const sentence =
        sli.total === null
          ? "Counted approximately: a bare ratio has no events, so every minute weighs the same."
          : `Counted approximately, evaluated as written once a minute: ${why && !why.ok ? why.message : "it is no sum of counters"}.`;
      return { kind, how: "approximately", sentence };
    }
  }
}
