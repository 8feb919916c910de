import { LineCounter, parseAllDocuments } from "yaml";
import * as z from "zod";
import type { DecisionAddress } from "@/lib/adr/decision-address";
import { isTooDeepYaml } from "@/lib/adr/yaml-depth";
import type { Sli } from "@/lib/slo/sli";
import { decisionOf, isTargetLocked, pathOf, runbookOf, timingOf } from "./annotations";
import { type DeclaredExclusion, EXCLUSIONS_ANNOTATION, exclusionsOf } from "./declared-exclusions";
import { Bound, IndicatorSpec, indicatorOf } from "./indicator";
import type { Issue } from "./issue";
import { TimeWindow, windowOf } from "./time-window";

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
};

/** Where it stands: line from 1, field as `spec.objectives[0].target`; `at`: the place in its query, from 0. */
export type DocumentProblem = { message: string; line: number; field: string | null; at?: number };

const MAX_ALIASES = 20;
const MAX_BYTES = 256 * 1024;

const text = z.string().trim().min(1);
const labelValue = z
  .union([text, z.array(text)])
  .transform((value) => (Array.isArray(value) ? value.join(", ") : value));
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
    description: z.string().optional(),
    service: text,
    indicator: z.object({ spec: IndicatorSpec }),
    timeWindow: z.array(TimeWindow).length(1, "does not hold exactly one window"),
    budgetingMethod: z
      .literal("Occurrences", { error: "is not Occurrences: other methods are not counted yet" })
      .optional(),
    objectives: z
      .array(Bound.extend({ target: z.number().optional(), targetPercent: z.number().optional() }))
      .length(1, "does not hold exactly one objective"),
  }),
});

/** Reads every document of a YAML file. What is wrong is a problem with its line; the other documents are still read. */
export function readOpenSlo(source: string): { definitions: SloDefinition[]; problems: DocumentProblem[] } {
  if (new TextEncoder().encode(source).length > MAX_BYTES)
    return { definitions: [], problems: [{ message: "is larger than 256 KiB", line: 1, field: null }] };
  if (source.split(/^---/m).some((document) => isTooDeepYaml(document.split("\n"))))
    return { definitions: [], problems: [{ message: "is nested too deeply", line: 1, field: null }] };
  const lines = new LineCounter();
  const definitions: SloDefinition[] = [];
  const problems: DocumentProblem[] = [];
  for (const document of parseAllDocuments(source, { lineCounter: lines })) {
    const lineOf = (offset: number | undefined): number => lines.linePos(offset ?? 0).line || 1;
    const [broken] = document.errors;
    if (broken) {
      problems.push({
        message: `is not YAML: ${broken.message.split("\n")[0]}`,
        line: lineOf(broken.pos[0]),
        field: null,
      });
      continue;
    }
    const placeOf = (path: readonly PropertyKey[]): number => {
      for (let depth = path.length; depth >= 0; depth--) {
        const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
        if (node?.range) return lineOf(node.range[0]);
      }
      return 1;
    };
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      // An alias without its anchor, or one too many.
      if (!(error instanceof ReferenceError)) throw error;
      problems.push({ message: `cannot be read: ${error.message}`, line: placeOf([]), field: null });
      continue;
    }
    // "---" at the end of a file begins a document of nothing.
    if (value === null) continue;
    const found = definitionOf(value);
    if ("definition" in found)
      definitions.push({ ...found.definition, exclusionsLine: placeOf(pathOf(EXCLUSIONS_ANNOTATION)) });
    else
      problems.push(
        ...found.issues.map(({ path, message, at }) => ({
          message,
          line: placeOf(path),
          field: fieldName(path),
          ...(at === undefined ? {} : { at }),
        })),
      );
  }
  return { definitions, problems };
}

const fieldName = (path: readonly PropertyKey[]): string | null =>
  path.length === 0
    ? null
    : path.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i > 0 ? "." : ""}${String(key)}`)).join("");

function definitionOf(value: unknown): { definition: Omit<SloDefinition, "exclusionsLine"> } | { issues: Issue[] } {
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
  const window = windowOf(timeWindow, issues);
  const decision = decisionOf(metadata.annotations, issues);
  const targetLocked = isTargetLocked(metadata.annotations, issues);
  const runbook = runbookOf(metadata.annotations, issues);
  const exclusions = exclusionsOf(metadata.annotations, issues);
  const timing = timingOf(metadata.annotations, issues);
  const indicator = indicatorOf(spec.indicator.spec, promise, timing, issues);
  if (issues.length > 0 || !indicator) return { issues };
  return {
    definition: {
      id: metadata.name,
      name: metadata.displayName ?? metadata.name,
      service: spec.service,
      tier: metadata.labels.tier ?? null,
      team: metadata.labels.team ?? null,
      description: spec.description?.trim() || null,
      runbook,
      sli: indicator.sli,
      target: { objective, threshold: indicator.threshold, window },
      decision,
      targetLocked,
      exclusions,
    },
  };
}
