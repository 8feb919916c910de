import * as z from "zod";
import { PacksDraft } from "@/lib/interop/pack-draft";
import type { Operation } from "./operation";
import { at } from "./shapes";

const tag = "SLOs";
const Preview = z.looseObject({ from: at, to: at, stepSeconds: z.number(), attainment: z.number().nullable() });

export const PACKS_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/packs",
    tag,
    access: "read",
    summary: "The ready-made definitions, and for editors which of them an engine has and what can be made at once",
    terms: z.object({
      engine: z.string().describe("The name of the engine that is asked; left out, the default one."),
    }),
    answer: z.strictObject({
      now: at,
      items: z.array(z.looseObject({})),
      sources: z.array(z.looseObject({})),
      offers: z.array(z.looseObject({})),
      cut: z.number().nullable().describe("Rows of metrics and jobs at which the list was cut: there may be more."),
      engineProblem: z.string().nullable(),
      asked: z.boolean(),
      engine: z.string().describe("The name of the engine that was asked."),
      engines: z.array(z.string()).describe("The names of those that there are."),
    }),
    example: {},
    problems: [429],
  },
  {
    route: "POST /api/v1/packs",
    tag,
    access: "signed-in",
    summary: "Makes SLOs of several ready-made ones: all, or none",
    body: PacksDraft,
    status: 201,
    answer: z.strictObject({ made: z.array(z.string()) }),
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
    tag,
    access: "signed-in",
    summary: "The last six hours of a ready-made SLO, in steps of five minutes; for editors",
    terms: z.object({
      "label.job": z
        .string()
        .describe("Narrows it to a job, or empty to what has none; any other of its labels likewise."),
      status: z.string().describe("The label that holds the status, where the pack asks for one."),
      threshold: z.coerce.number().positive().describe("In the unit of the pack."),
      engine: z.string().describe("The name of the engine that is asked; left out, the default one."),
    }),
    answer: z.strictObject({ now: at, preview: Preview.nullable(), problem: z.string().nullable() }),
    example: { path: { id: "redis-hit-rate" }, terms: { "label.job": "redis" } },
    problems: [429],
  },
];
