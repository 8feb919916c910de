import * as z from "zod";
import type { DecisionAddress } from "@/lib/adr/decision-address";
import type { NamedEngine } from "@/lib/rules/engine-labels";
import type { Sli } from "@/lib/slo/sli";
import { decisionOf, isTargetLocked, pathOf, runbookOf, timingOf, UNIT_ANNOTATION, unitOf } from "./annotations";
import { type DeclaredExclusion, EXCLUSIONS_ANNOTATION, exclusionsOf } from "./declared-exclusions";
import { type HeldMetadata, heldOf } from "./held-metadata";
import { Bound, IndicatorSpec, indicatorOf } from "./indicator";
import type { Issue } from "./issue";
import { engineNamedIn } from "./named-engine";
import { TimeWindow, windowOf } from "./time-window";
import { type DocumentProblem, problemOf, readYaml } from "./yaml-documents";

/** What a document defines. Names are OpenSLO's. */
export type SloDefinition = {
  id: string;
  name: string;
  service: string;
  tier: string | null;
  team: string | null;
  description: string | null;
  runbook: string | null;
  sli: Sli;
  target: { objective: number; threshold: number | null; window: string };
  decision: DecisionAddress | null;
  /** Its target is changed in the document only. */
  targetLocked: boolean;
  exclusions: DeclaredExclusion[];
  exclusionsLine: number;
  held?: HeldMetadata;
};

const MAX_BYTES = 256 * 1024;

const wrongText = ({ input }: { input?: unknown }): string => (input == null ? "is missing" : "is no text");
const text = z.string({ error: wrongText }).trim().min(1, "is empty");
const labelValue = z.union([z.string(), z.array(z.string())], "is no text, nor a list of texts");
const labelText = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value.join(", ") : (value ?? "")).trim() || null;
const Document = z.object({
  apiVersion: z.literal("openslo/v1", { error: "is not openslo/v1" }),
  kind: z.literal("SLO", { error: "is not SLO: other kinds are not read yet" }),
  metadata: z.object({
    name: text.regex(
      /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
      "is not a name of at most 63 lower-case letters, digits and hyphens",
    ),
    displayName: text.optional(),
    labels: z.record(z.string(), labelValue).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.object({
    description: z.string("is no text").optional(),
    service: text,
    indicator: z.object({ spec: IndicatorSpec }),
    timeWindow: z.array(TimeWindow).length(1, "does not hold exactly one window"),
    budgetingMethod: z
      .literal("Occurrences", { error: "is not Occurrences: other methods are not counted yet" })
      .optional(),
    objectives: z
      .array(
        Bound.extend({
          target: z.number("is no number").optional(),
          targetPercent: z.number("is no number").optional(),
        }),
      )
      .length(1, "does not hold exactly one objective"),
  }),
});

/** Reads every document of a YAML file. What is wrong is a problem with its line; the other documents are still read. */
export function readOpenSlo(
  source: string,
  engines: readonly NamedEngine[] = [],
): { definitions: SloDefinition[]; problems: DocumentProblem[] } {
  const { parts, problems } = readYaml(source, MAX_BYTES);
  const definitions: SloDefinition[] = [];
  for (const part of parts) {
    const found = definitionOf(part.value, engines);
    if ("definition" in found)
      definitions.push({ ...found.definition, exclusionsLine: part.lineOf(pathOf(EXCLUSIONS_ANNOTATION)) });
    else problems.push(...found.issues.map((issue) => problemOf(part, issue)));
  }
  return { definitions, problems: problems.sort((a, b) => a.line - b.line) };
}

/**
 * What one document defines, without its place; or every reason why it defines nothing. `engines`: those that it may name; none:
 * there is one, and names are read over.
 */
export function definitionOf(
  value: unknown,
  engines: readonly NamedEngine[] = [],
): { definition: Omit<SloDefinition, "exclusionsLine"> } | { issues: Issue[] } {
  const parsed = Document.safeParse(value);
  if (!parsed.success) return { issues: parsed.error.issues.map(({ path, message }) => ({ path, message })) };
  const { metadata, spec } = parsed.data;
  const issues: Issue[] = [];
  const [promise] = spec.objectives;
  const [timeWindow] = spec.timeWindow;
  if (!promise || !timeWindow) return { issues };
  const { target, targetPercent } = promise;
  // 99.9 / 100 is not 0.999 in a double.
  const objective = target ?? Number(((targetPercent ?? Number.NaN) / 100).toPrecision(12));
  const inPercent = target === undefined && targetPercent !== undefined;
  if (!(objective > 0 && objective < 1))
    issues.push({
      path: ["spec", "objectives", 0, inPercent ? "targetPercent" : "target"],
      message: `is not between 0 and ${inPercent ? 100 : 1}, both excluded`,
    });
  if (target !== undefined && targetPercent !== undefined && Math.abs(target - targetPercent / 100) > 1e-9)
    issues.push({
      path: ["spec", "objectives", 0, "targetPercent"],
      message: `is ${targetPercent}, where target is ${target}: leave out one of them`,
    });
  const window = windowOf(timeWindow, issues);
  const decision = decisionOf(metadata.annotations, issues);
  const targetLocked = isTargetLocked(metadata.annotations, issues);
  const runbook = runbookOf(metadata.annotations, issues);
  const exclusions = exclusionsOf(metadata.annotations, issues);
  const timing = timingOf(metadata.annotations, issues);
  const unit = unitOf(metadata.annotations, issues);
  const indicator = indicatorOf(spec.indicator.spec, promise, { timing, unit }, issues);
  if (unit !== undefined && indicator && indicator.sli.kind !== "latency" && indicator.sli.kind !== "native")
    issues.push({
      path: pathOf(UNIT_ANNOTATION),
      message:
        'goes with a histogram only, whose good counter is a bucket, …_bucket{le="250"}, or a histogram_fraction',
    });
  const engine = engineNamedIn(spec.indicator.spec, metadata.annotations, engines, issues);
  if (issues.length > 0 || !indicator) return { issues };
  const held = heldOf(metadata);
  return {
    definition: {
      id: metadata.name,
      name: metadata.displayName ?? metadata.name,
      service: spec.service,
      tier: labelText(metadata.labels.tier),
      team: labelText(metadata.labels.team),
      description: spec.description?.trim() || null,
      runbook,
      sli: engine === undefined ? indicator.sli : { ...indicator.sli, engine },
      target: { objective, threshold: indicator.threshold, window },
      decision,
      targetLocked,
      exclusions,
      ...(held ? { held } : {}),
    },
  };
}
