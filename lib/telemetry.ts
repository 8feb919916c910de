import "server-only";
import { Counter, collectDefaultMetrics, Gauge, Histogram, register } from "prom-client";
import packageJson from "@/package.json" with { type: "json" };

// prom-client is external to the bundles, so that its registry is one for the evaluator and for the routes.
const once = <T>(name: string, make: () => T): T => (register.getSingleMetric(name) as T | undefined) ?? make();

if (!register.getSingleMetric("process_cpu_seconds_total")) {
  collectDefaultMetrics();
  // Gauges that are called like counters; what they add up stays, by type.
  for (const kind of ["handles", "requests", "resources"]) register.removeSingleMetric(`nodejs_active_${kind}_total`);
}

export const ticks = once(
  "plumbline_ticks_total",
  () =>
    new Counter({
      name: "plumbline_ticks_total",
      help: "Evaluator ticks by engine and outcome.",
      labelNames: ["engine", "outcome"],
    }),
);
export const tickSeconds = once(
  "plumbline_tick_duration_seconds",
  () =>
    new Histogram({
      name: "plumbline_tick_duration_seconds",
      help: "Time of one evaluator tick by engine.",
      labelNames: ["engine"],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    }),
);
/** A tick that begins late found the one before, or a backfill, still at work. */
export const tickLateness = once(
  "plumbline_tick_lateness_seconds",
  () =>
    new Histogram({
      name: "plumbline_tick_lateness_seconds",
      help: "How long after it was due an evaluator tick began, by engine.",
      labelNames: ["engine"],
      buckets: [0.1, 0.5, 1, 5, 15, 60, 300],
    }),
);
export const engineSeconds = once(
  "plumbline_engine_request_duration_seconds",
  () =>
    new Histogram({
      name: "plumbline_engine_request_duration_seconds",
      help: "Time of one request to an engine by outcome: answered, or the fault.",
      labelNames: ["engine", "outcome"],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    }),
);
once("plumbline_build_info", () => {
  const info = new Gauge({
    name: "plumbline_build_info",
    help: "Always 1; what runs is in its labels.",
    labelNames: ["version", "node_version"],
  });
  info.set({ version: packageJson.version, node_version: process.versions.node }, 1);
  return info;
});
export const alertsHeard = once(
  "plumbline_alerts_received_total",
  () =>
    new Counter({
      name: "plumbline_alerts_received_total",
      help: "Alerts that Alertmanager told of, repeated ones too, by status.",
      labelNames: ["status"],
    }),
);
export const alertsSent = once(
  "plumbline_alerts_sent_total",
  () =>
    new Counter({
      name: "plumbline_alerts_sent_total",
      help: "Alerts and events that were sent, by kind of target (alertmanager, webhook) and outcome (taken, failed, given_up).",
      labelNames: ["kind", "outcome"],
    }),
);
export const alertTargetFailing = once(
  "plumbline_alert_target_failing",
  () =>
    new Gauge({
      name: "plumbline_alert_target_failing",
      help: "1 while an Alertmanager or the webhook does not take what it is sent.",
      labelNames: ["target"],
    }),
);
export const alertEventsWaiting = once(
  "plumbline_alert_events_waiting",
  () => new Gauge({ name: "plumbline_alert_events_waiting", help: "Events that the webhook has not taken yet." }),
);
export const registry = register;
