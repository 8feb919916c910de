import * as z from "zod";
import type { importSlos } from "@/lib/commands/import-slos";
import type { makeSlo } from "@/lib/commands/make-slo";
import type { redefineSlo } from "@/lib/commands/redefine-slo";
import { ImportDraft, ImportTerms } from "@/lib/interop/import-draft";
import { DraftReason } from "@/lib/interop/slo-draft";
import { Definition, Fields } from "@/lib/interop/slo-fields";
import type { importCheck } from "@/lib/views/import-check";
import type { sloCheck } from "@/lib/views/slo-check";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";
import { Preview } from "./packs";
import { at, count, id, sliKind } from "./shapes";
import { Finding } from "./slo-shapes";

const tag = "SLOs";

const document = z.string().meta({ description: "An SLO as OpenSLO YAML or JSON." });
const Document = z.strictObject({ document, reason: DraftReason }).meta({ id: "SloDocument" });
const NewSlo = z
  .union([Fields.extend({ reason: DraftReason }).meta({ id: "SloFields" }), Document])
  .meta({ description: "An SLO in fields, or as an OpenSLO document; and why it is made." });
const Redefinition = z
  .union([Definition.extend({ reason: DraftReason }).meta({ id: "SloDefinition" }), Document])
  .meta({ description: "What is counted and how it is called, in fields or as an OpenSLO document; and why." });
const Unfinished = z
  .union([
    Fields.extend({ reason: DraftReason }).partial().meta({ id: "UnfinishedSlo" }),
    z.strictObject({ document, reason: DraftReason.optional() }),
  ])
  .meta({ description: "What `POST /api/v1/slos` takes, or a part of it." });

const Counting = z
  .strictObject({ kind: sliKind, how: z.enum(["exactly", "in slices", "approximately"]), sentence: z.string() })
  .meta({ id: "Counting", description: "How a definition would be counted." });
const DryRun = z
  .strictObject({
    engine: z.string().nullable(),
    state: z.enum(["refused", "answered", "silent"]),
    message: z.string().nullable(),
    field: z.string().nullable().meta({ description: "What was refused." }),
    found: z.array(
      z.strictObject({
        field: z.string().meta({ description: "As the body names it, `indicator.part`." }),
        promql: z.string(),
        series: count,
        samples: z
          .array(z.strictObject({ labels: z.record(z.string(), z.string()), value: z.number() }))
          .meta({ description: "A few of them with their latest values, the largest first." }),
      }),
    ),
    edges: z.array(z.number()).nullable().meta({ description: "Upper edges of a histogram's buckets, s." }),
    firstSampleAt: at.nullable().meta({ description: "When the engine first had it, at most 30 days back." }),
    preview: Preview.nullable(),
    lint: z.array(Finding),
  })
  .meta({ id: "DryRun", description: "What the engine says of a definition." });
const DraftIssue = z
  .strictObject({
    field: z.string(),
    message: z.string(),
    line: id.optional().meta({ description: "Within a query or document, from 1." }),
    column: id.optional(),
  })
  .meta({ id: "DraftIssue" });
const Checked = answerOf<Returned<typeof sloCheck>>()(
  z
    .strictObject({
      now: at,
      issues: z.array(DraftIssue).meta({ description: "What stands against it; empty where it can be made." }),
      counting: Counting.nullable().meta({ description: "null where the queries cannot be counted." }),
      statement: z.string().nullable(),
      threshold: z.number().nullable().meta({ description: "The bound of a good event as it was read." }),
      dryRun: DryRun.nullable().meta({ description: "null where there is nothing to ask." }),
      document: z.string().nullable().meta({ description: "The OpenSLO document of what can be made." }),
    })
    .meta({ id: "SloCheck" }),
);

const outcome = z.enum(["mapped", "approximated", "refused", "not-used"]);
const ImportedDocument = z
  .strictObject({
    n: id.meta({ description: "Its number in this import, from 1." }),
    file: z.string(),
    line: id,
    format: z.string(),
    kind: z.string(),
    name: z.string().nullable(),
    outcome,
    notes: z.array(
      z.strictObject({
        outcome,
        message: z.string(),
        file: z.string(),
        line: id,
        field: z.string().nullable(),
        at: id.optional().meta({ description: "The line within the text of a field, from 1." }),
      }),
    ),
    slos: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        service: z.string(),
        kind: sliKind,
        statement: z.string(),
        window: z.string(),
      }),
    ),
  })
  .meta({ id: "ImportedDocument" });
const Imported = answerOf<Returned<typeof importCheck> | Returned<typeof importSlos>>()(
  z
    .strictObject({
      applied: z.boolean().meta({ description: "Whether it was written." }),
      counts: z.strictObject({
        documents: count,
        mapped: count,
        approximated: count,
        refused: count,
        notUsed: count,
        slos: count,
      }),
      made: z.array(z.string()).meta({ description: "The ids of what was made." }),
      documents: z.array(ImportedDocument),
    })
    .meta({ id: "ImportReport", description: "What becomes of each document." }),
);

const DOCUMENT = `apiVersion: openslo/v1
kind: SLO
metadata: { name: described }
spec:
  service: shop
  indicator:
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { type: Prometheus, spec: { query: described_errors_total } } }
        total: { metricSource: { type: Prometheus, spec: { query: described_requests_total } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.99 }]
`;

export const NEW_SLO_OPERATIONS: readonly Operation[] = [
  {
    route: "POST /api/v1/slos/check",
    name: "checkSlo",
    tag,
    access: "signed-in",
    summary: "Tries what `POST /api/v1/slos` would make, finished or not; nothing is kept",
    body: Unfinished,
    answer: Checked,
    example: { body: { document: DOCUMENT } },
    problems: [429],
  },
  {
    route: "POST /api/v1/slos",
    name: "createSlo",
    tag,
    access: "signed-in",
    summary: "Makes an SLO",
    body: NewSlo,
    status: 201,
    answer: answerOf<Returned<typeof makeSlo>>()(
      z.strictObject({ id: z.string(), name: z.string(), targetVersion: id }),
    ),
    example: { body: { document: DOCUMENT, reason: "It is promised to customers" } },
    problems: [409],
  },
  {
    route: "POST /api/v1/slos/import",
    name: "importSlos",
    tag,
    access: "signed-in",
    summary: "Tells what becomes of OpenSLO, Sloth and Pyrra documents; with `apply=true` makes them, all or none",
    description: "Answers 200 with the report, and 201 where it was applied.",
    terms: ImportTerms,
    body: ImportDraft,
    alsoStatus: 201,
    answer: Imported,
    example: { body: { files: [{ name: "slo.yaml", text: DOCUMENT.replace("described", "imported") }] } },
    problems: [409, 503],
    tells: { 400: { report: Imported.optional() } },
  },
  {
    route: "PUT /api/v1/slos/[id]/definition",
    name: "changeSloDefinition",
    tag,
    access: "signed-in",
    summary: "Changes what an SLO counts that was made in the app",
    description: "What is promised stays: that is changed with `PUT …/target`.",
    body: Redefinition,
    ifMatch: true,
    tagged: true,
    answer: answerOf<Returned<typeof redefineSlo>>()(
      z.strictObject({
        id: z.string(),
        etag: z.string(),
        newCount: z.boolean().meta({ description: "What was counted before is no part of the figures any more." }),
      }),
    ),
    example: {
      path: { id: "described" },
      body: { document: DOCUMENT, reason: "It says the same" },
    },
    problems: [409],
    tells: {
      412: {
        document: z.string().meta({ description: "The OpenSLO document that holds now." }),
        etag: z.string().meta({ description: "Of it." }),
      },
    },
  },
];
