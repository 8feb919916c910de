import { describe, expect, test } from "vitest";
import { readCounterSum } from "@/lib/rules/counter-sum";
import { births, increaseInSteps, steadyIncrease } from "@/lib/rules/counting";
import { labelConflict, sliWithLabels, withLabels } from "@/lib/rules/engine-labels";

const EU = { cluster: "eu" };

describe("an engine's labels in a query", () => {
  test.each([
    ["up", 'up{cluster="eu"}'],
    ["up{}", 'up{cluster="eu"}'],
    ['up{job="a",}', 'up{cluster="eu",job="a",}'],
    ['{__name__="x"}', '{cluster="eu",__name__="x"}'],
    ['{"my.metric"}', '{cluster="eu","my.metric"}'],
    ['up{cluster="eu"}', 'up{cluster="eu"}'],
    ["up{cluster='eu', a=~`x\\d`}", "up{cluster='eu', a=~`x\\d`}"],
    [
      'sum by (cluster) (rate(x[5m] offset 1m)) / on (cluster) group_left () sum(increase(y{a="{b}"}[1h:1m])) # up',
      'sum by (cluster) (rate(x{cluster="eu"}[5m] offset 1m)) / on (cluster) group_left () sum(increase(y{cluster="eu",a="{b}"}[1h:1m])) # up',
    ],
    ['label_replace(up, "a", "up{}", "", "")', 'label_replace(up{cluster="eu"}, "a", "up{}", "", "")'],
    ["vector(1) + time()", "vector(1) + time()"],
  ])("%s", (query, expected) => {
    expect(withLabels(query, EU)).toBe(expected);
  });

  test("are texts, whatever they hold, and several of them", () => {
    expect(withLabels("up", { a: 'q"\\', b: "c" })).toBe('up{a="q\\"\\\\",b="c"}');
    expect(withLabels('up{a="q\\"\\\\"}', { a: 'q"\\' })).toBe('up{a="q\\"\\\\"}');
    for (const a of ["a\\b", "\\\\n\\", "\n\\x75"]) {
      const written = withLabels("up", { a });
      expect(withLabels(written, { a }), "what it wrote is no conflict").toBe(written);
    }
  });

  test("none changes nothing, not even what is no PromQL", () => {
    expect(withLabels("sum(", {})).toBe("sum(");
    expect(() => withLabels("sum(", EU)).toThrow("is not PromQL");
    expect(() => withLabels('up{a="b" or c="d"}', EU)).toThrow("is not PromQL");
  });

  test.each(['cluster="us"', 'cluster=~"eu|us"', 'cluster!="us"', 'cluster=""', '"cluster"="us"', 'cluster="e\\x75"'])(
    "a selector that asks for %s is refused",
    (matcher) => {
      expect(labelConflict(`sum(rate(x{job="a",${matcher}}[$window]))`, EU)).toEqual({
        ok: false,
        at: 19,
        message: `asks for ${matcher}, but the engine answers for cluster="eu" alone: leave it out, or name another engine`,
      });
    },
  );

  test("every selector of what is counted carries them, those of its targets too", () => {
    const counted = { selector: 'x{job="a"}', perBucket: true };
    for (const promql of [
      increaseInSteps(counted, 3600, true),
      births(counted.selector),
      ...Object.values(steadyIncrease(counted, "job")),
    ]) {
      const selectors = promql.match(/\b(x|up|process_start_time_seconds)\{/g) ?? [];
      expect(selectors.length).toBeGreaterThan(0);
      expect(withLabels(promql, EU).match(/\{cluster="eu",/g)).toHaveLength(selectors.length);
    }
  });

  test("an SLI carries them in all that it asks for", () => {
    const sum = (query: string) => {
      const read = readCounterSum(query);
      if (!read.ok) throw new Error(read.message);
      return read.sum;
    };
    const queries = { part: "rate(bad[$window])", total: "a + b" };
    expect(
      sliWithLabels({ kind: "ratio", counts: "bad", part: sum(queries.part), total: sum(queries.total), queries }, EU),
    ).toEqual({
      kind: "ratio",
      counts: "bad",
      part: [{ sign: 1, selector: 'bad{cluster="eu"}' }],
      total: [
        { sign: 1, selector: 'a{cluster="eu"}' },
        { sign: 1, selector: 'b{cluster="eu"}' },
      ],
      queries: { part: 'rate(bad{cluster="eu"}[5m     ])', total: 'a{cluster="eu"} + b{cluster="eu"}' },
    });
  });
});
