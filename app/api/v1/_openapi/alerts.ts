import * as z from "zod";
import type { receiveAlerts } from "@/lib/commands/receive-alerts";
import { AlertmanagerMessage } from "@/lib/slo/alert-draft";
import { AlertTerms, type alertList } from "@/lib/views/alerts";
import { PageTerms } from "../_paging";
import { answerOf, type Returned } from "./answer-of";
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
    truncated: z.int(),
    heardAt: at,
    author: z.string(),
  })
  .meta({ id: "Alert", description: "One time that an alert fired, as Alertmanager told of it." });

export const ALERT_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/alerts",
    name: "listAlerts",
    tag: "Alerts",
    access: "read",
    summary: "What Alertmanager told of, newest first, a page at a time",
    terms: AlertTerms.omit({ before: true }).extend(PageTerms.shape),
    answer: answerOf<Returned<typeof alertList>>()(listOf(Alert)),
    example: { terms: { slo: "checkout", status: "firing", limit: "20" } },
    problems: [404],
  },
  {
    route: "POST /api/v1/alerts",
    name: "receiveAlerts",
    tag: "Alerts",
    access: "signed-in",
    summary: "The address of a webhook receiver of Alertmanager; the same message again changes nothing",
    body: AlertmanagerMessage,
    answer: answerOf<Returned<typeof receiveAlerts>>()(
      z.strictObject({
        received: z.int(),
        changed: z.int(),
        refused: z.int().meta({
          description:
            "Alerts that were left out: they begin before 1970 or more than a day ahead, or have more than 100 labels or too long names.",
        }),
        truncated: z.int(),
      }),
    ),
    example: {
      body: {
        version: "4",
        receiver: "plumbline",
        alerts: [
          {
            status: "firing",
            labels: { alertname: "CacheDown", slo: "checkout", severity: "page" },
            annotations: { summary: "The cache is down." },
            startsAt: "2026-11-26T06:42:00Z",
            endsAt: "0001-01-01T00:00:00Z",
            fingerprint: "e879a1bcc41ae73f",
          },
        ],
      },
    },
    problems: [413, 503],
  },
];
