import { expect, test } from "vitest";
import { countsIn, goodWithin } from "@/lib/slo/ledger";
import { activeSlos } from "@/lib/store/slos";
import { catchUp, ledgerOf, slo, worldOf } from "../truth/world";
import { startEngine } from "./engine";

const M = Math.floor(Date.now() / 3_600_000) * 60 - 120;
const BEFORE = [0.1, 0.2, 0.5];
const AFTER = [0.05, 0.2, 1];

/** A histogram with a request a second, half of them within 0.2 s, whose buckets change at minute M with a restart. */
function samples(): string {
  const lines: Record<string, string[]> = { shop_seconds_bucket: [], shop_seconds_count: [], up: [] };
  const target = 'job="shop",instance="shop-1"';
  const add = (name: string, labels: string, value: number, at: number): void =>
    void lines[name]?.push(`${name}{${target}${labels}} ${value} ${at}`);
  for (const [edges, from, to] of [
    [BEFORE, (M - 60) * 60, M * 60],
    [AFTER, M * 60 + 15, (M + 60) * 60],
  ] as const)
    for (const edge of [...edges, "+Inf"])
      for (let at = from; at <= to; at += 15) {
        const requests = at - from;
        add(
          "shop_seconds_bucket",
          `,le="${edge}"`,
          edge === "+Inf" ? requests : Number(edge) >= 0.2 ? requests / 2 : 0,
          at,
        );
        if (edge === "+Inf")
          for (const name of ["shop_seconds_count", "up"]) add(name, "", name === "up" ? 1 : requests, at);
      }
  const texts = Object.entries(lines).map(([name, each]) => `# TYPE ${name} unknown\n${each.join("\n")}`);
  return `${texts.join("\n")}\n# EOF\n`;
}

test("a histogram with other buckets begins a ledger of its own, in which the target is judged on (rule 9)", async () => {
  const engine = await startEngine(samples());
  try {
    const world = worldOf(engine.url, [
      slo("latency", "good", 'shop_seconds_bucket{job="shop",le="0.2"}', 'shop_seconds_count{job="shop"}'),
    ]);
    await catchUp(world, M - 30);
    await catchUp(world, M - 1);
    const [first] = activeSlos(world.db);
    expect(first).toMatchObject({ sliVersion: 1, edges: BEFORE });
    const was = ledgerOf(world, "latency").ledger.last();
    for (let minute = M; minute <= M + 30; minute++) await catchUp(world, minute);
    const [second] = activeSlos(world.db);
    expect(second).toMatchObject({ sliVersion: 2, edges: AFTER });
    const { ledger, edges } = ledgerOf(world, "latency");
    const counts = countsIn(ledger, M + 20, M + 30);
    expect(counts).toMatchObject({ total: 600, observedSeconds: 600 });
    expect(goodWithin(counts, edges, 0.2)).toBe(300);
    expect(was?.buckets).toHaveLength(BEFORE.length);
  } finally {
    await engine.stop();
  }
});
