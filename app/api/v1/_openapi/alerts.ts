import * as z from "zod";
import { PacksDraft } from "@/lib/interop/pack-draft";
import { AlertmanagerMessage } from "@/lib/slo/alert-draft";
import { AlertTerms } from "@/lib/views/alerts";
import { PageTerms } from "../_paging";
import type { Operation } from "./operation";
import { at, id, listOf } from "./shapes";

const Alert = z
  .strictObject({
    id,
    fingerprint: z.string(),
    name: z.string(),
    status: z.enum(["firing", "resolved"]),
    severity: z.string().nullable(),
    startsAt: at,
    endsAt: at.nullable(),
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    url: z.string().nullable(),
    slo: z.string().nullable(),
    service: z.string().nullable(),
    own: z.boolean(),
    breach: id.nullable(),
    receiver: z.string(),
    truncated: z.number(),
    heardAt: at,
    author: z.string(),
  })
  .meta({ id: "Alert", description: "What Alertmanager said of an alert, joined to an SLO where it names one." });

export const ALERT_OPERATIONS: readonly Operation[] = [
  {
    route: "POST /api/v1/alerts",
    tag: "Alerts",
    access: "signed-in",
    summary: "The address of a webhook receiver of Alertmanager; the same message again changes nothing",
    body: AlertmanagerMessage,
    answer: z.strictObject({ received: id, changed: id, truncated: id }),
    example: {
      body: {
        version: "4",
        receiver: "plumbline",
        alerts: [
          { status: "firing", labels: { slo: "checkout" }, startsAt: "2026-11-01T00:00:00Z", fingerprint: "e879a1bc" },
        ],
      },
    },
  },
  {
    route: "GET /api/v1/alerts",
    tag: "Alerts",
    access: "read",
    summary: "Alerts, newest first, a page at a time",
    terms: AlertTerms.omit({ before: true }).extend(PageTerms.shape),
    answer: listOf(Alert),
    example: { terms: { slo: "checkout", limit: "20" } },
    problems: [404],
  },
  {
    route: "POST /api/v1/packs",
    tag: "SLOs",
    access: "signed-in",
    summary: "Makes SLOs of ready-made definitions, all or none",
    body: PacksDraft,
    status: 201,
    answer: z.strictObject({ made: z.array(z.string()) }),
    example: {
      body: {
        slos: [{ pack: "redis-hit-rate", id: "from-a-pack", name: "Redis hit rate", service: "shop", objective: 0.9 }],
        reason: "It is promised to customers",
      },
    },
    problems: [409],
  },
  {
    route: "GET /api/v1/packs/[id]/preview",
    tag: "SLOs",
    access: "signed-in",
    summary: "The last six hours of a ready-made SLO",
    description: "`label.job=…` and other labels narrow it.",
    terms: z.object({ status: z.string(), threshold: z.coerce.number() }),
    answer: z.strictObject({ now: at, preview: z.looseObject({}).nullable(), problem: z.string().nullable() }),
    example: { path: { id: "redis-hit-rate" } },
    problems: [429],
  },
];
