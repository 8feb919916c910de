import fc from "fast-check";
import { VERDICTS } from "@/lib/slo/verdict";
import type { SloListRow } from "@/lib/views/slos";

/** A row of the list that is met and has a decision, but for what is said. */
export const listRow = (said: Partial<SloListRow> = {}): SloListRow => ({
  id: "edge-hits",
  name: "Edge hits",
  service: "edge",
  team: "Storefront",
  tier: "1",
  kind: "ratio",
  approximate: false,
  verdict: "met",
  reason: null,
  finalTo: "2026-11-24T09:12:00.000Z",
  objective: 0.95,
  window: "28d",
  targetStatement: "≥ 95 %",
  attainment: 0.97,
  coverage: 1,
  budget: { remaining: 0.5 },
  exhaustedInSeconds: null,
  goneSince: null,
  decision: decision("d1"),
  sparkline: [],
  findings: 0,
  drift: false,
  ...said,
});

export const decision = (id: string, adrNumber = "0001"): NonNullable<SloListRow["decision"]> => ({
  path: `docs/adr/${adrNumber}-caching.md`,
  id,
  adrNumber,
  adrTitle: "Caching",
  title: `Decision ${id}`,
  href: `/decisions/docs/adr/${adrNumber}-caching.md#${id}`,
  missing: false,
});

const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const share = fc.constantFrom(-1, 0, 0.1, 0.5, 1);

/** Rows with ids of their own and much in common otherwise, so that orders have something to break. */
export const listRows: fc.Arbitrary<SloListRow[]> = fc
  .array(
    fc.record({
      name: fc.constantFrom("A", "B", "a 2", "a 10"),
      service: fc.constantFrom("edge", "redis", "none"),
      team: some(fc.constantFrom("Storefront", "none")),
      tier: some(fc.constantFrom("1", "2", "10")),
      kind: fc.constantFrom("ratio" as const, "latency" as const, "gauge" as const),
      window: fc.constantFrom("7d", "28d"),
      verdict: fc.constantFrom(...VERDICTS),
      attainment: some(share),
      coverage: fc.constantFrom(0, 0.5, 1),
      budget: fc.record({ remaining: some(share) }),
      exhaustedInSeconds: some(fc.constantFrom(0, 60, 86_400)),
      decision: some(fc.constantFrom(decision("d1"), decision("d2"), decision("d1", "0002"))),
      findings: fc.constantFrom(0, 2),
      drift: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((rows) => rows.map((row, i) => listRow({ ...row, id: `slo-${i}` })));
