import * as z from "zod";
import type { makeFromPacks } from "@/lib/commands/make-from-packs";
import { PacksDraft } from "@/lib/interop/pack-draft";
import { SLI_NAMES } from "@/lib/packs/pack";
import type { packPreview } from "@/lib/views/pack-preview";
import type { packsView } from "@/lib/views/packs";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";
import { at, count, share } from "./shapes";

const tag = "Ready-made SLOs";

/** The last six hours of what was not made yet. */
export const Preview = z
  .strictObject({
    from: at,
    to: at,
    stepSeconds: z.number(),
    points: z
      .array(z.strictObject({ t: z.number(), v: z.number().nullable() }))
      .meta({ description: "`t` in epoch milliseconds; `v` is null where nothing was there to be counted." }),
    attainment: share.nullable(),
    good: z.number().nullable().meta({ description: "Events of all slices; null where the kind has no events." }),
    total: z.number().nullable(),
    observed: count.meta({ description: "Slices with a total." }),
  })
  .meta({ id: "Preview" });

const PackSli = z.enum(SLI_NAMES);
const PackJob = z
  .strictObject({
    job: z.string(),
    instances: count,
    status: z
      .string()
      .nullable()
      .meta({ description: "Which label of the job holds the status; null where none is asked for, or it has none." }),
    threshold: z
      .number()
      .nullable()
      .meta({ description: "The edge of its own that lies nearest to the usual threshold, in the pack's unit." }),
    unavailable: z
      .string()
      .nullable()
      .meta({ description: "Why nothing can be made of it at once; null where it can." }),
  })
  .meta({ id: "PackJob" });
const Pack = z
  .strictObject({
    id: z.string(),
    name: z.string().meta({ description: "What an SLO made from it is called." }),
    slis: z.array(PackSli).meta({ description: "The first is what it is; others where the exporter does not tell." }),
    needs: z.array(z.string()).meta({ description: "Metrics without which it cannot be counted." }),
    telling: z.string().nullable().meta({ description: "A label that this exporter alone gives to its metrics." }),
    labels: z.array(z.string()).meta({ description: "Labels to choose by, the most usual first." }),
    statusLabels: z.array(z.string()).nullable().meta({ description: "Labels that may hold the status." }),
    counts: z.enum(["good", "bad"]),
    part: z.string().meta({ description: "PromQL of the good or bad events." }),
    total: z.string().meta({ description: "PromQL of all events." }),
    threshold: z.number().nullable().meta({ description: "The usual bucket edge, in `unit`." }),
    unit: z.enum(["s", "ms"]),
    objective: share,
    window: z.string(),
    why: z.string().meta({ description: "Why this objective is a good one to begin with." }),
    traps: z.array(z.string()).meta({ description: "What goes wrong with these metrics, a line each." }),
    delaySeconds: z.number().nullable(),
    periodSeconds: z.number().nullable(),
    mapped: z
      .array(z.strictObject({ name: z.string(), says: z.string(), example: z.string() }))
      .meta({ description: "Counters of one's own that the queries are made of." }),
    found: z
      .boolean()
      .nullable()
      .meta({ description: "Whether the engine has its first metric; null where it was not asked or did not say." }),
    missing: z.array(z.string()).meta({ description: "Those of its metrics that the engine has of no job." }),
    jobs: z.array(PackJob),
    series: count,
    values: z.record(z.string(), z.array(z.string())).meta({ description: "What each label to choose by holds." }),
    status: z.string().nullable(),
    edges: z.array(z.number()).nullable().meta({ description: "Upper edges of its buckets, in `unit`." }),
  })
  .meta({ id: "Pack", description: "A ready-made definition, and what the engine has of it." });
const PackSource = z
  .strictObject({
    id: z.string(),
    system: z.string().meta({ description: "Whose figures they are." }),
    exporter: z.string(),
    setUp: z.string().meta({ description: "What has to be there or turned on." }),
    lateSeconds: z.number().nullable().meta({ description: "What it shows happened so long before." }),
    blanks: z
      .array(z.strictObject({ sli: PackSli, of: z.string().optional(), why: z.string(), instead: z.string() }))
      .meta({ description: "What it cannot tell, why, and what to take instead." }),
    packs: z.array(z.string()),
  })
  .meta({ id: "PackSource" });
const PackOffer = z
  .strictObject({
    pack: z.string(),
    labels: z.record(z.string(), z.string()),
    status: z.string().nullable(),
    threshold: z.number().nullable().meta({ description: "In the pack's unit." }),
    id: z.string(),
    name: z.string(),
    service: z.string(),
    objective: share,
    window: z.string(),
    instances: count,
    made: z
      .strictObject({ id: z.string(), name: z.string() })
      .nullable()
      .meta({ description: "The SLO that counts this already." }),
  })
  .meta({ id: "PackOffer", description: "An SLO that can be made of what was found." });

export const PACKS_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/packs",
    name: "listPacks",
    tag,
    access: "read",
    summary: "The ready-made definitions, and for editors which of them the engine has and what can be made at once",
    answer: answerOf<Returned<typeof packsView>>()(
      z.strictObject({
        now: at,
        items: z.array(Pack),
        sources: z.array(PackSource),
        offers: z.array(PackOffer),
        cut: z
          .strictObject({
            rows: count,
            metrics: z.array(z.strictObject({ metric: z.string(), jobs: count, listed: count })),
          })
          .nullable()
          .meta({
            description:
              "How many rows of metrics and jobs the list was cut at, and of which metrics fewer jobs are listed than there are.",
          }),
        engineProblem: z.string().nullable().meta({ description: "Why the engine could not be asked." }),
        asked: z
          .boolean()
          .meta({ description: "Whether it was asked: not for those who could make nothing of what it says." }),
      }),
    ),
    example: {},
    problems: [429],
  },
  {
    route: "POST /api/v1/packs",
    name: "createSlosFromPacks",
    tag,
    access: "signed-in",
    summary: "Makes SLOs of several ready-made ones: all, or none",
    body: PacksDraft,
    status: 201,
    answer: answerOf<Returned<typeof makeFromPacks>>()(z.strictObject({ made: z.array(z.string()) })),
    example: {
      body: {
        slos: [
          { pack: "redis-hit-rate", id: "ready-made-redis", name: "Redis hits", service: "shop", objective: 0.95 },
        ],
      },
    },
    problems: [409],
  },
  {
    route: "GET /api/v1/packs/[id]/preview",
    name: "previewPack",
    tag,
    access: "signed-in",
    summary: "The last six hours of a ready-made SLO, in steps of five minutes; for editors",
    terms: z.object({
      "label.job": z
        .string()
        .describe("Narrows it to a job, or empty to what has none; any other of its labels likewise."),
      status: z.string().describe("The label that holds the status, where the pack asks for one."),
      threshold: z.coerce.number().positive().describe("In the unit of the pack."),
    }),
    answer: answerOf<Returned<typeof packPreview>>()(
      z.strictObject({ now: at, preview: Preview.nullable(), problem: z.string().nullable() }),
    ),
    example: { path: { id: "redis-hit-rate" }, terms: { "label.job": "redis" } },
    problems: [429],
  },
];
