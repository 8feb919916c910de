import "server-only";
import { Gauge, Registry } from "prom-client";
import { decisionHref, formatDecisionAddress } from "@/lib/adr/decision-address";
import { engineNames } from "@/lib/engines";
import { BREACH_KINDS } from "@/lib/slo/breach-kind";
import { publicKind } from "@/lib/slo/sli";
import { VERDICTS } from "@/lib/slo/verdict";
import { msOf } from "@/lib/slo/window";
import { type Database, database } from "@/lib/store/database";
import { engineStates } from "@/lib/store/engine-state";
import { type AdrIndex, adrIndex } from "./adr-index";
import { type Ranked, ranking } from "./ranking";
import { readFigures, standings } from "./standing";

/**
 * Every SLO's figures as series of their own, in the exposition format. What is not known has no series: a 0 would look like
 * an outage, a 1 like health, and a figure that was kept from before like one that was just counted. So a figure whose minutes
 * are too old is left out as well; only the verdict, `unknown`, and the end of the last counted minute still stand.
 */
function expositionOf(db: Database, adrs: AdrIndex, all: readonly Ranked[], origin: string): Promise<string> {
  const registry = new Registry();
  const gauge = <Name extends string>(name: string, help: string, labelNames: readonly Name[]): Gauge<Name> =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  const own = ["slo", "service"] as const;
  const info = gauge("plumbline_slo_info", "Always 1; what an SLO is, and which decision it comes from, in labels.", [
    ...own,
    ...INFO,
  ]);
  const objective = gauge("plumbline_slo_objective_ratio", "Share of good events that is promised, 0 to 1.", own);
  const attainment = gauge("plumbline_slo_attainment_ratio", "Share of good events over the SLO's window.", own);
  const coverage = gauge("plumbline_slo_coverage_ratio", "Observed share of the SLO's window.", own);
  const remaining = gauge(
    "plumbline_slo_error_budget_remaining_ratio",
    "Share of the error budget that is left: 1 untouched, 0 spent, less overspent.",
    own,
  );
  const exhaustion = gauge(
    "plumbline_slo_error_budget_exhaustion_seconds",
    "Time until the budget is gone at the present rate; absent where it holds.",
    own,
  );
  const burn = gauge("plumbline_slo_burn_rate", "How many times faster than allowed the budget is spent, by window.", [
    ...own,
    "window",
  ]);
  const p95 = gauge(
    "plumbline_slo_latency_p95_seconds",
    "95th percentile over the SLO's window, from the buckets of its histogram; absent without one.",
    own,
  );
  const verdict = gauge("plumbline_slo_verdict", "1 at the verdict that holds now, 0 at the others.", [
    ...own,
    "verdict",
  ]);
  const final = gauge("plumbline_slo_final_timestamp_seconds", "End of the last minute that was counted.", own);
  const breaches = gauge("plumbline_breaches_open", "Breaches that are open, by service and kind.", [
    "service",
    "kind",
  ]);
  const ledger = gauge(
    "plumbline_ledger_final_timestamp_seconds",
    "End of the last minute that is counted for all.",
    [],
  );

  for (const { slo, target, verdict: holds, stale, gist, figures, open } of all) {
    const labels = { slo: slo.id, service: slo.service };
    info.set({ ...labels, ...infoOf(adrs, slo, target, origin) }, 1);
    objective.set(labels, target.objective);
    for (const each of VERDICTS) verdict.set({ ...labels, verdict: each }, each === holds ? 1 : 0);
    for (const kind of BREACH_KINDS) breaches.inc({ service: slo.service, kind }, 0);
    for (const { kind } of open) breaches.inc({ service: slo.service, kind });
    if (gist) final.set(labels, msOf(gist.minute) / 1000);
    const { assessed } = figures;
    if (!assessed || stale) continue;
    const { window } = assessed;
    coverage.set(labels, window.coverage);
    if (window.attainment !== null) attainment.set(labels, window.attainment);
    if (window.remaining !== null) remaining.set(labels, window.remaining);
    if (assessed.exhaustedInSeconds !== null) exhaustion.set(labels, assessed.exhaustedInSeconds);
    if (window.p95Seconds !== null) p95.set(labels, window.p95Seconds);
    const rates = assessed.burn.flatMap(({ longMinutes, shortMinutes, long, short }) => [
      [longMinutes, long] as const,
      [shortMinutes, short] as const,
    ]);
    for (const [minutes, rate] of [[360, assessed.burn6h] as const, ...rates])
      if (rate !== null) burn.set({ ...labels, window: windowLabel(minutes) }, rate);
  }
  const up = gauge(
    "plumbline_engine_up",
    "1 where an engine answered when it was asked last, 0 where it is silent or refuses us; absent before it was asked.",
    ["engine"],
  );
  const states = engineStates(db);
  for (const engine of engineNames()) {
    const state = states.get(engine);
    if (state) up.set({ engine }, state.error === null ? 1 : 0);
  }
  const counted = all.flatMap(({ gist }) => gist?.minute ?? []);
  if (counted.length > 0) ledger.set(msOf(counted.reduce((a, b) => Math.min(a, b))) / 1000);
  else registry.removeSingleMetric("plumbline_ledger_final_timestamp_seconds");
  return registry.metrics();
}

const INFO = [
  "name",
  "tier",
  "team",
  "kind",
  "window",
  "decision",
  "decision_title",
  "adr_url",
  "slo_url",
  "runbook_url",
] as const;

function infoOf(
  adrs: AdrIndex,
  slo: Ranked["slo"],
  target: Ranked["target"],
  origin: string,
): Record<(typeof INFO)[number], string> {
  const link = adrs.link(target.decisionPath, target.decisionId);
  return {
    name: slo.name,
    tier: slo.tier ?? "",
    team: slo.team ?? "",
    kind: publicKind(slo.sli),
    window: target.window,
    decision: link ? formatDecisionAddress(link) : "",
    decision_title: link?.title ?? "",
    adr_url: link ? `${origin}${decisionHref(link)}` : "",
    slo_url: `${origin}/slos/${encodeURIComponent(slo.id)}`,
    runbook_url: slo.runbook ?? "",
  };
}

/** "5m", "6h", "3d": as PromQL writes it. */
function windowLabel(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

let kept: { of: ReturnType<typeof standings>; as: string; text: Promise<string> } | undefined;

/**
 * The results of every SLO for a scrape. Between two ticks nothing changes but verdicts that age and records that are edited,
 * so the text of before is given again as long as these say the same. `origin`: where our own pages are found.
 */
export async function sloMetrics(origin: string, now: Date): Promise<string> {
  const db = database();
  const adrs = await adrIndex();
  const of = standings(db);
  const all = ranking(db, now);
  const ages = all.map(({ slo, verdict, stale, target }) => [slo.id, verdict, stale, target.version]);
  const titles = all.map(({ target }) => adrs.link(target.decisionPath, target.decisionId)?.title);
  const as = JSON.stringify([origin, ages, titles]);
  if (kept?.of !== of || kept.as !== as) {
    readFigures(db, all);
    kept = { of, as, text: expositionOf(db, adrs, all, origin) };
  }
  return kept.text;
}
