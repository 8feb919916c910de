import * as z from "zod";
import { minuteAt } from "./window";

/** At most so many alerts come at once; Alertmanager's `max_alerts` bounds what it sends. */
export const MOST_ALERTS = 1_000;
const MOST_LABELS = 100;
const LONGEST_NAME = 200;
const LONGEST = 4_000;
const HOUR_MS = 3_600_000;

const instant = z.iso
  .datetime({ offset: true, error: "is no instant, such as 2026-12-01T22:00:00Z" })
  .transform((text) => Date.parse(text));

/** Alertmanager does not repeat what is refused, so what is only too long is cut. */
const text = z.string("is no text").transform((given) => shortened(given.replaceAll("\u0000", "")));
const shortened = (given: string): string => (given.length > LONGEST ? `${given.slice(0, LONGEST - 1)}…` : given);

const pairs = z.record(z.string().min(1, "has no name"), text);

const Alert = z
  .object({
    status: z.enum(["firing", "resolved"], "is neither firing nor resolved"),
    labels: pairs,
    annotations: pairs.default({}),
    startsAt: instant,
    /** Year 1 while it fires. */
    endsAt: instant.nullish(),
    generatorURL: text.nullish(),
    fingerprint: z.string("is missing").regex(/^[\w-]{1,64}$/, "is no fingerprint, such as e879a1bcc41ae73f"),
  })
  .transform(({ generatorURL, endsAt, ...rest }) => ({
    ...rest,
    endsAt: rest.status === "firing" || endsAt === undefined || endsAt === null || endsAt <= 0 ? null : endsAt,
    generatorUrl: generatorURL || null,
  }));

/** One alert as Alertmanager tells it. Times are ms; `endsAt` null while it fires. */
export type DraftedAlert = z.infer<typeof Alert>;

/** What Alertmanager sends to a webhook, version 4 of its format; fields that it may add are let pass. */
export const AlertmanagerMessage = z
  .object({
    version: z.literal("4", "is not 4, the version of Alertmanager's webhook that is understood"),
    receiver: text.default(""),
    externalURL: text.nullish(),
    truncatedAlerts: z.int("is no whole number").min(0, "is below 0").max(1_000_000, "is above 1000000").nullish(),
    alerts: z
      .array(Alert, "is no list of alerts")
      .max(MOST_ALERTS, `holds more than ${MOST_ALERTS}; set max_alerts in the receiver`),
  })
  .transform(({ externalURL, truncatedAlerts, ...rest }) => ({
    ...rest,
    externalUrl: externalURL || null,
    truncated: truncatedAlerts ?? 0,
  }));
export type AlertmanagerMessage = z.infer<typeof AlertmanagerMessage>;

/** Why an alert is not stored, though the message that it came in is; null where it is. */
export function alertRefused({ startsAt, labels, annotations }: DraftedAlert, now: Date): string | null {
  if (startsAt <= 0) return "startsAt is before 1970";
  if (startsAt > now.getTime() + 24 * HOUR_MS) return "startsAt is more than a day ahead";
  for (const [field, pairs] of Object.entries({ labels, annotations })) {
    const names = Object.keys(pairs);
    if (names.length > MOST_LABELS) return `${field} are more than ${MOST_LABELS}`;
    if (names.some((name) => name.length > LONGEST_NAME))
      return `${field} have a name longer than ${LONGEST_NAME} characters`;
  }
  return null;
}

/** The labels by which an alert says what it is about; each the first that is there. */
const SLO_LABELS = ["plumbline_slo", "slo", "sloth_id", "sloth_slo"] as const;
const SERVICE_LABELS = ["plumbline_service", "service", "sloth_service"] as const;

const named = (labels: Readonly<Record<string, string>>, names: readonly string[]): string[] =>
  names.flatMap((name) => labels[name] || []);

/** What an alert may be about, the surest name first. */
export const aboutOf = (labels: Readonly<Record<string, string>>): { slos: string[]; services: string[] } => ({
  slos: named(labels, SLO_LABELS),
  services: named(labels, SERVICE_LABELS),
});

/** Of an alert that a Plumbline sent: which breach it was for, by what no two breaches share; null for others. */
export function sentFor(
  labels: Readonly<Record<string, string>>,
  startsAt: number,
): { sloId: string; alertname: string; openedMinute: number } | null {
  const { source, slo, alertname } = labels;
  return source === ALERT_SOURCE && slo && alertname
    ? { sloId: slo, alertname, openedMinute: minuteAt(startsAt) }
    : null;
}

/** The label `source` of what Plumbline sends. */
export const ALERT_SOURCE = "plumbline";
