import * as z from "zod";
import { countedBy, type Pack } from "@/lib/packs/pack";
import { PACKS } from "@/lib/packs/packs";
import type { NamedEngine } from "@/lib/rules/engine-labels";
import { DecisionChoice } from "@/lib/slo/target-draft";
import { type DraftIssue, DraftReason, type ReadDraft, readDraft } from "./slo-draft";

/** Of SLOs made from packs in one step. */
const MOST_SLOS = 50;

/** What a pack is narrowed to. */
export const PackChoice = z.strictObject({
  labels: z.record(z.string(), z.string().max(1000, "is longer than 1000 characters")).default({}),
  status: z
    .string()
    .max(100)
    .nullish()
    .transform((status) => status || null),
  threshold: z
    .number("is no number")
    .positive("is not above 0")
    .nullish()
    .transform((threshold) => threshold ?? null),
  /** The name of the engine that has its series; left out, the default one. */
  engine: z.string("is no text").max(63).nullish(),
});

const PackSlo = PackChoice.extend({
  pack: z.string("is no text").refine((id) => packById(id) !== null, "is no ready-made SLO"),
  // What the SLO is called, belongs to and promises is judged where every SLO's is.
  id: z.string("is missing"),
  name: z.string("is missing"),
  service: z.string("is missing"),
  objective: z.number("is no number"),
  window: z.string("is no text").optional(),
});
type PackSlo = z.infer<typeof PackSlo>;

/** What somebody makes of several packs at once. */
export const PacksDraft = z.strictObject({
  slos: z
    .array(PackSlo, "is no list of SLOs")
    .min(1, "names no SLO")
    .max(MOST_SLOS, `holds more than ${MOST_SLOS} SLOs`),
  /** That all of them come from. */
  decision: DecisionChoice.nullish(),
  reason: DraftReason.optional(),
});
export type PacksDraft = z.infer<typeof PacksDraft>;

export const packById = (id: string): Pack | null => PACKS.find((pack) => pack.id === id) ?? null;

/** The SLO that a pack makes, read the way of every body. */
export function readPackSlo(
  slo: PackSlo,
  decision: PacksDraft["decision"],
  engines: readonly NamedEngine[] = [],
): ReadDraft {
  const { pack: packId, id, name, service, objective, window, engine, ...choice } = slo;
  const pack = packById(packId);
  if (!pack) return { issues: [{ field: "pack", message: "is no ready-made SLO" }] };
  const issue = statusIssue(pack, choice.status);
  if (issue) return { issues: [issue] };
  const body = {
    ...{ id, name, service, objective, engine, decision: decision ?? null },
    window: window ?? pack.window,
    ...countedBy(pack, choice),
  };
  return readDraft(body, engines);
}

/** A label that is guessed would find no failure, and promise an availability of 100 % for ever. */
function statusIssue({ statusLabels }: Pack, status: string | null): DraftIssue | null {
  if (statusLabels === null ? status === null : status !== null && statusLabels.includes(status)) return null;
  const message = statusLabels === null ? "is not asked for here" : `is none of ${statusLabels.join(", ")}`;
  return { field: "status", message };
}
