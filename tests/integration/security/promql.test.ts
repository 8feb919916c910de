import fc from "fast-check";
import { expect, test } from "vitest";
import { prometheus } from "@/lib/gateways/prometheus";
import { increasePerMinute, joined, TAG } from "@/lib/rules/counting";
import { labelValue, literalOf } from "../../unit/rules/label-values";
import { startEngine } from "../evaluator/engine";

const VALUES = 500;
const AT_A_TIME = 25;
const START = 1_700_000_040;

test(`a real engine finds each of ${VALUES} hostile label values by itself, and nothing else`, async () => {
  // The text that the engine is filled from cannot hold a null or a carriage return; a query can, and is asked with them.
  const all = [...new Set(fc.sample(labelValue, { numRuns: VALUES * 3, seed: 18 }))].filter(Boolean).slice(0, VALUES);
  expect(all).toHaveLength(VALUES);
  const stored = all.filter((value) => !/[\0\r]/.test(value));
  expect(stored.length).toBeGreaterThan(VALUES / 3);
  const written = (value: string): string => value.replace(/[\\"\n]/g, (c) => (c === "\n" ? "\\n" : `\\${c}`));
  const samples = stored.flatMap((value, i) =>
    [0, 60].map((at) => `hits_total{x="${written(value)}"} ${at === 0 ? 0 : i + 1} ${START + at}`),
  );
  const engine = await startEngine(`# TYPE hits counter\n${samples.join("\n")}\n# EOF\n`);
  try {
    const { range } = prometheus(engine.url, {});
    const told = new Map<string, number>();
    for (let i = 0; i < all.length; i += AT_A_TIME) {
      const request = all.slice(i, i + AT_A_TIME).map((value, k) => {
        const selector = `hits_total{x=${literalOf(value, (["'", '"', "`"] as const)[k % 3] ?? '"')}}`;
        return { key: String(i + k), promql: increasePerMinute({ selector, perBucket: false }) };
      });
      for (const { labels, values } of await range(joined(request), START + 60, START + 60, 60))
        told.set(all[Number(labels[TAG])] ?? "", values[0]?.[1] ?? 0);
    }
    expect(told).toEqual(new Map(stored.map((value, i) => [value, i + 1])));
  } finally {
    await engine.stop();
  }
});
