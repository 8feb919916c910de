import type { FleetSlo } from "./fleet";

const WINDOWS = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];
const PERIOD_DAYS = 30;
export const RULES_PER_SLO = WINDOWS.length + 1 + 7 + 2;

export const recordedLabels = (slo: FleetSlo): Record<string, string> => ({
  sloth_id: slo.id,
  sloth_service: slo.service,
  sloth_slo: slo.id,
});

export const recordedName = (window: string): string => `slo:sli_error:ratio_rate${window}`;

/**
 * The rules that Sloth 0.16 generates for a period of 30 days: a recording rule per window, the period from the recorded
 * 5-minute series, seven of metadata, two multi-window alerts. Three groups per SLO without an interval of their own, so
 * that the engine's evaluation interval holds. JSON is YAML.
 */
export function generatedRules(slos: readonly FleetSlo[]): string {
  return JSON.stringify({ groups: slos.flatMap(groupsOf) });
}

function groupsOf(slo: FleetSlo): { name: string; rules: object[] }[] {
  const labels = recordedLabels(slo);
  const matchers = `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(", ")}}`;
  const recorded = (window: string): string => `${recordedName(window)}${matchers}`;
  const period = `${PERIOD_DAYS}d`;
  const budget = `slo:error_budget:ratio${matchers}`;
  const perBudget = (share: string): string => `${share} / on(sloth_id, sloth_slo, sloth_service) group_left ${budget}`;
  const record = (name: string, expr: string, more: Record<string, string> = {}): object => ({
    record: name,
    expr,
    labels: { ...labels, ...more },
  });
  const allowed = 1 - slo.objective;
  const pair = (short: string, long: string, factor: number): string => {
    const past = (window: string): string => `(${recorded(window)} > (${factor} * ${allowed}))`;
    return `(${past(short)} and ignoring (sloth_window) ${past(long)})`;
  };
  const alert = (severity: string, first: string, second: string): object => ({
    alert: "BurnsTooFast",
    expr: `${first} or ignoring (sloth_window) ${second}`,
    labels: { sloth_severity: severity },
  });
  return [
    {
      name: `sli-${slo.id}`,
      rules: [
        ...WINDOWS.map((window) =>
          record(recordedName(window), `(sum(rate(${slo.bad}[${window}]))) / (sum(rate(${slo.total}[${window}])))`, {
            sloth_window: window,
          }),
        ),
        {
          record: recordedName(period),
          expr: `sum_over_time(${recorded("5m")}[${period}]) / ignoring (sloth_window) count_over_time(${recorded("5m")}[${period}])`,
          labels: { sloth_window: period },
        },
      ],
    },
    {
      name: `meta-${slo.id}`,
      rules: [
        record("slo:objective:ratio", `vector(${slo.objective})`),
        record("slo:error_budget:ratio", `vector(1-${slo.objective})`),
        record("slo:time_period:days", `vector(${PERIOD_DAYS})`),
        record("slo:current_burn_rate:ratio", perBudget(recorded("5m"))),
        record("slo:period_burn_rate:ratio", perBudget(recorded(period))),
        record("slo:period_error_budget_remaining:ratio", `1 - slo:period_burn_rate:ratio${matchers}`),
        record("sloth_slo_info", "vector(1)", { sloth_version: "v0.16.0", sloth_mode: "cli-gen-prom" }),
      ],
    },
    {
      name: `alerts-${slo.id}`,
      rules: [
        alert("page", pair("5m", "1h", 14.4), pair("30m", "6h", 6)),
        alert("ticket", pair("2h", "1d", 3), pair("6h", "3d", 1)),
      ],
    },
  ];
}
