import { describe, expect, test } from "vitest";
import { checked, tested, type UnitTest } from "./promtool";
import { documentOf, KINDS, type Kind, rulesFor } from "./written";

/**
 * What fires over 30 days at a steady burn, by long window. Factors are 14.4, 6, 3 and 1 (2, 5, 10 and 10 % of the budget); 1 is
 * not watched. No burn exceeds 1 / (1 - objective): 5 at 80 %, where the fastest pair is watched at 4, 10 at 90 %, 20 at 95 %.
 */
const FIRES: readonly (readonly [objective: number, burn: number, windows: readonly string[]])[] = [
  [0.8, 2.9, []],
  [0.8, 3.5, ["1d"]],
  [0.8, 4.5, ["1d", "1h"]],
  [0.9, 2.9, []],
  [0.9, 5.9, ["1d"]],
  [0.9, 9.5, ["1d", "6h"]],
  [0.95, 2.9, []],
  [0.95, 6.1, ["1d", "6h"]],
  [0.95, 14.3, ["1d", "6h"]],
  [0.95, 14.5, ["1d", "1h", "6h"]],
  [0.999, 2.9, []],
  [0.999, 3.1, ["1d"]],
  [0.999, 14.3, ["1d", "6h"]],
  [0.999, 14.5, ["1d", "1h", "6h"]],
];
const OBJECTIVES = [0.8, 0.9, 0.95, 0.999];
const SEVERITY: Record<string, string> = { "1h": "page", "6h": "page", "1d": "ticket" };

/** Windows hold what there is of them: half an hour of a steady burn is like all of it. */
const AT = "30m";

const firing = (kind: Kind, objective: number, burn: number, windows: readonly string[]): UnitTest => ({
  interval: "1m",
  input_series: kind.series(burn * (1 - objective)),
  promql_expr_test: [
    {
      expr: 'sum by (window, severity) (ALERTS{slo="redis-hits", alertstate="firing"})',
      eval_time: AT,
      exp_samples: windows.map((window) => ({
        labels: `{severity="${SEVERITY[window]}", window="${window}"}`,
        value: 1,
      })),
    },
  ],
});

describe.each(KINDS.map((kind) => [kind.name, kind] as const))("the rules of %s", (_, kind) => {
  test.each(OBJECTIVES)("fire at the right burn, and not below it: %d", (objective) => {
    const rules = rulesFor(documentOf({ ...kind.document, target: objective }));
    expect(checked(rules)).toMatchObject({ status: 0 });
    const tests = FIRES.filter(([of]) => of === objective).map(([, burn, windows]) =>
      firing(kind, objective, burn, windows),
    );
    expect(tested(rules, `${kind.everySeconds}s`, tests)).toEqual({
      status: 0,
      said: expect.stringContaining("SUCCESS"),
    });
  });
});
