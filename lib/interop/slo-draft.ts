import type * as z from "zod";
import type { NamedEngine } from "@/lib/rules/engine-labels";
import { mistakeIn, placeIn } from "@/lib/rules/promql-mistake";
import { queryWithThreshold } from "@/lib/rules/query-threshold";
import { DEFAULT_ENGINE, publicKind, type Timing } from "@/lib/slo/sli";
import { TargetDraft } from "@/lib/slo/target-draft";
import {
  DECISION_ANNOTATION,
  DELAY_ANNOTATION,
  PERIOD_ANNOTATION,
  RUNBOOK_ANNOTATION,
  TARGET_ANNOTATION,
} from "./annotations";
import { readOpenSlo, type SloDefinition } from "./openslo";
import { Definition, Fields } from "./slo-fields";
import { documentText, type WrittenIndicator, type WrittenSlo, writeOpenSlo, writtenIndicator } from "./write-openslo";

/** What is wrong with a draft: `field` as the body names it, line and column (from 1) within a query or document. */
export type DraftIssue = { field: string; message: string; line?: number; column?: number };
export type ReadDraft = { definition: SloDefinition; document: string } | { issues: DraftIssue[] };

/** Why it is made or changed: a part of every body. */
export const DraftReason = TargetDraft.shape.reason;

type Engines = readonly NamedEngine[];

/**
 * What a body without its reason defines: fields, or `{document}` with OpenSLO YAML in it. `engines`: those that it may name;
 * none: there is one.
 */
export function readDraft(body: Readonly<Record<string, unknown>>, engines: Engines = []): ReadDraft {
  const whole = readWhole(body, engines);
  if ("definition" in whole) return whole;
  // A missing name does not hide a mistake in a query.
  const tried = readNameless(body, engines);
  const issues = [...whole.issues, ...("issues" in tried ? tried.issues : []), ...mistakesOfParts(body.indicator)];
  return { issues: issues.filter(({ field }, i) => issues.findIndex((each) => each.field === field) === i) };
}

function readWhole(body: Readonly<Record<string, unknown>>, engines: Engines): ReadDraft {
  if ("document" in body) return readDocument(body, engines);
  const found = Fields.safeParse(body);
  if (!found.success) return { issues: issuesOf(found.error) };
  const { indicator, objective, threshold, window, delaySeconds, periodSeconds, engine, ...facts } = found.data;
  const issues = unnamed(engine, engines);
  if (issues.length > 0) return { issues };
  return written(
    { ...facts, ...named(engine, engines), target: { objective, threshold, window }, exclusions: [] },
    indicator,
    timingOf(found.data),
    engines,
  );
}

const unnamed = (engine: string | null, engines: Engines): DraftIssue[] =>
  engine === null || engine === DEFAULT_ENGINE || engines.length > 0
    ? []
    : [{ field: "engine", message: "names an engine, and there is no ENGINES_FILE that holds one" }];

/** A name is written even where it is the default engine's, so that one which nobody has is refused. */
const named = (engine: string | null, engines: Engines): { engine?: string } =>
  engine === null || engines.length === 0 ? {} : { engine };

/**
 * What a body without its reason makes of an SLO that there is: what is counted and how it is called. What is promised stays;
 * that has a history of its own.
 */
export function readRedefinition(
  body: Readonly<Record<string, unknown>>,
  current: SloDefinition,
  engines: Engines = [],
): ReadDraft {
  const { id, target, decision, exclusions, held } = current;
  let read: ReadDraft;
  if ("document" in body) {
    read = readDocument(body, engines);
    if ("issues" in read) return read;
    const promised = ({ id, target, decision, exclusions }: SloDefinition) =>
      JSON.stringify([id, target, decision, exclusions]);
    if (promised(read.definition) !== promised(current))
      return {
        issues: [
          {
            field: "document",
            message:
              "differs in metadata.name, target, decision or exclusions, which are not changed with the definition",
          },
        ],
      };
  } else {
    const found = Definition.safeParse(body);
    if (!found.success) return { issues: issuesOf(found.error) };
    const { indicator, delaySeconds: _, periodSeconds: __, engine, ...facts } = found.data;
    const issues = unnamed(engine, engines);
    if (issues.length > 0) return { issues };
    const slo = { ...facts, ...named(engine, engines), id, target, decision, exclusions, ...(held ? { held } : {}) };
    read = written(slo, indicator, timingOf(found.data), engines);
    // No part of the query can hold what is promised.
    if ("issues" in read && read.issues.some(({ field }) => field === "threshold"))
      return { issues: [{ field: "indicator", message: "has no bucket for the threshold that is promised" }] };
  }
  if ("issues" in read) return read;
  const [before, after] = [publicKind(current.sli), publicKind(read.definition.sli)];
  if (before === after) return read;
  const message = `counts ${after} where ${before} was promised: make another SLO, and retire this one`;
  return { issues: [{ field: "document" in body ? "document" : "indicator", message }] };
}

function timingOf({ delaySeconds, periodSeconds }: Definition): Timing | undefined {
  const timing = {
    ...(delaySeconds == null ? {} : { delaySeconds }),
    ...(periodSeconds == null ? {} : { periodSeconds }),
  };
  return Object.keys(timing).length > 0 ? timing : undefined;
}

/** Goes the way of every file: it is written as a document, and that is read. */
function written(
  slo: Omit<WrittenSlo, "indicator" | "timing">,
  typed: WrittenIndicator,
  timing: Timing | undefined,
  engines: Engines,
): ReadDraft {
  const mistakes = mistakesIn(typed);
  if (mistakes.length > 0) return { issues: mistakes };
  const indicator = withThreshold(typed, slo.target.threshold);
  if (indicator === null)
    return {
      issues: [
        {
          field: "threshold",
          message: "goes with a bucket: the good query names no le, nor does it hold histogram_fraction",
        },
      ],
    };
  const document = documentText({ ...slo, indicator, timing });
  const { definitions, problems } = readOpenSlo(document, engines);
  const [definition] = definitions;
  if (definition) return { definition, document: slo.engine === DEFAULT_ENGINE ? writeOpenSlo(definition) : document };
  return {
    issues: problems.map(({ field, message, at }) => {
      const name = fieldOf(field ?? "");
      const asked = queriesOf(typed).find((each) => each.field === name);
      if (at === undefined || !asked) return { field: name, message };
      return {
        field: name,
        message: message.replace(/ \(column \d+ of the query\)$/, ""),
        ...placeIn(asked.query, at),
      };
    }),
  };
}

function withThreshold(indicator: WrittenIndicator, threshold: number | null): WrittenIndicator | null {
  if (indicator.kind === "gauge") return indicator;
  if (threshold === null) return indicator;
  const part = indicator.kind === "ratio" ? queryWithThreshold(indicator.part, threshold, indicator.unit) : null;
  return indicator.kind === "ratio" && part !== null ? { ...indicator, part } : null;
}

const queriesOf = (indicator: WrittenIndicator): { field: string; query: string }[] =>
  indicator.kind === "ratio"
    ? [
        { field: "indicator.part", query: indicator.part },
        { field: "indicator.total", query: indicator.total },
      ]
    : [{ field: "indicator.query", query: indicator.query }];

const mistakesIn = (indicator: WrittenIndicator): DraftIssue[] =>
  queriesOf(indicator).flatMap(({ field, query }) => {
    const found = mistakeIn(query);
    return found ? [{ field, message: found.message, line: found.line, column: found.column }] : [];
  });

/** Of what there is of an indicator that is not whole yet. */
function mistakesOfParts(indicator: unknown): DraftIssue[] {
  if (typeof indicator !== "object" || indicator === null) return [];
  return Object.entries(indicator).flatMap(([name, query]): DraftIssue[] => {
    const asked = (name === "part" || name === "total" || name === "query") && typeof query === "string";
    const found = asked && query.trim() !== "" ? mistakeIn(query) : null;
    return found
      ? [{ field: `indicator.${name}`, message: found.message, line: found.line, column: found.column }]
      : [];
  });
}

/** Where the body holds what a document has at a place. */
const FIELDS: readonly (readonly [place: RegExp, field: string])[] = [
  [/metricSourceRef$|plumbline\.dev\/engine/, "engine"],
  [/ratioMetric\.(good|bad)/, "indicator.part"],
  [/ratioMetric\.total/, "indicator.total"],
  [/(ratioMetric\.raw|thresholdMetric)\./, "indicator.query"],
  [/^spec\.indicator/, "indicator"],
  [/^metadata\.name$/, "id"],
  [/plumbline\.dev\/delay/, "delaySeconds"],
  [/plumbline\.dev\/period/, "periodSeconds"],
  [/plumbline\.dev\/unit/, "indicator.unit"],
  [/plumbline\.dev\/decision/, "decision"],
  [/^spec\.timeWindow/, "window"],
  [/^spec\.objectives\[0\]\.value/, "threshold"],
  [/^spec\.objectives/, "objective"],
];
const fieldOf = (place: string): string => FIELDS.find(([pattern]) => pattern.test(place))?.[1] ?? place;

function readDocument(body: Readonly<Record<string, unknown>>, engines: Engines): ReadDraft {
  const wrong = (message: string): ReadDraft => ({ issues: [{ field: "document", message }] });
  const { document, ...rest } = body;
  const [more] = Object.keys(rest);
  if (more !== undefined)
    return { issues: [{ field: more, message: "does not go with document, which says everything" }] };
  if (typeof document !== "string") return wrong("is no text");
  const { definitions, problems } = readOpenSlo(document, engines);
  if (problems.length > 0)
    return {
      issues: problems.map(({ field, message, line }) => ({
        field: "document",
        message: field ? `${field} ${message}` : message,
        line,
      })),
    };
  const [definition, another] = definitions;
  if (!definition || another) return wrong("does not hold exactly one SLO");
  if (definition.targetLocked)
    return wrong(
      `metadata.annotations.${TARGET_ANNOTATION} is locked, but no file defines what is made in the app: leave it out, or put the document into SLO_DIR`,
    );
  const found = Fields.safeParse(fieldsOf(definition));
  if (found.success) return { definition, document };
  return {
    issues: issuesOf(found.error).map(({ field, message }) => ({
      field: "document",
      message: `${PLACES[field.split(".")[0] ?? ""] ?? field} ${message}`,
    })),
  };
}

/** What a document says, as a body would say it in fields: it keeps the same rules. */
function fieldsOf(definition: SloDefinition) {
  const { sli, target, exclusions: _, exclusionsLine: __, targetLocked: ___, held: ____, ...facts } = definition;
  return {
    ...facts,
    ...target,
    indicator: writtenIndicator(sli, target.threshold),
    engine: sli.engine ?? null,
    ...sli.timing,
  };
}

/** Where a document has what the body holds in a field. */
const PLACES: Readonly<Record<string, string>> = {
  id: "metadata.name",
  name: "metadata.displayName",
  service: "spec.service",
  team: "metadata.labels.team",
  tier: "metadata.labels.tier",
  description: "spec.description",
  runbook: `metadata.annotations.${RUNBOOK_ANNOTATION}`,
  decision: `metadata.annotations.${DECISION_ANNOTATION}`,
  delaySeconds: `metadata.annotations.${DELAY_ANNOTATION}`,
  periodSeconds: `metadata.annotations.${PERIOD_ANNOTATION}`,
  indicator: "spec.indicator",
};

const issuesOf = (error: z.ZodError): DraftIssue[] =>
  error.issues.map(({ path, message }) => ({ field: path.join("."), message }));

/** What says nothing of what is counted. */
const NAMELESS = {
  id: "unnamed",
  name: "unnamed",
  service: "unnamed",
  team: null,
  tier: null,
  description: null,
  runbook: null,
};
const PROMISE = { objective: 0.95, window: "28d" };

/** As much of an unfinished body as can be counted, whatever its name and promise will be; null where that cannot be told. */
export function readUnfinished(body: Readonly<Record<string, unknown>>, engines: Engines = []): SloDefinition | null {
  const whole = readWhole(body, engines);
  const read = "definition" in whole ? whole : readNameless(body, engines);
  return "definition" in read ? read.definition : null;
}

function readNameless(body: Readonly<Record<string, unknown>>, engines: Engines): ReadDraft {
  if ("document" in body) return readDocument(body, engines);
  const known = Object.entries(body).filter(([field]) => field in Fields.shape);
  const nameless = { ...Object.fromEntries(known), ...NAMELESS, decision: null };
  const first = readWhole(nameless, engines);
  if ("definition" in first) return first;
  const wrong = new Set(first.issues.map(({ field }) => field));
  const promised = Object.entries(PROMISE).filter(([field]) => wrong.has(field));
  return readWhole({ ...nameless, ...Object.fromEntries(promised) }, engines);
}
