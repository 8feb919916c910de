import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arranged, factsOf, firstPaint } from "@/app/slos/arrange";
import { grouped } from "@/app/slos/group";
import { orderOf } from "@/app/slos/sort";
import { fits } from "@/lib/slo/list-filter";
import { GROUPINGS, type ListTerms, NO_TERMS, SORTS } from "@/lib/slo/list-terms";
import { decision, listRow, listRows } from "./list-row";

const narrowing: fc.Arbitrary<Partial<ListTerms>> = fc.record(
  {
    q: fc.constantFrom("", "a", "edge", "adr 0001", "nothing like it"),
    verdict: fc.subarray(["breached", "met"] as const),
    service: fc.subarray(["edge", "none"]),
    team: fc.subarray(["Storefront", "none"]),
    tier: fc.subarray(["1", "none"]),
    decision: fc.subarray(["none", decision("d1").path, `${decision("d1").path}#d2`]),
    window: fc.subarray(["7d"]),
    kind: fc.subarray(["ratio", "gauge"] as const),
    budget: fc.constantFrom(null, 20, 100),
    lint: fc.boolean(),
    drift: fc.boolean(),
  },
  { requiredKeys: [] },
);
const orders = fc.record({ sort: fc.constantFrom(...SORTS), order: fc.constantFrom("asc" as const, "desc" as const) });
const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

describe("by law", () => {
  it("every row stands in exactly one group, and no group is empty", () => {
    fc.assert(
      fc.property(listRows, fc.constantFrom(...GROUPINGS), (rows, by) => {
        const groups = grouped(rows, by);
        expect(groups.flatMap((group) => ids(group.rows)).sort()).toEqual(ids(rows).sort());
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
        for (const group of groups) expect(group.size).toBe(group.rows.length);
        expect(groups.every(({ size }) => size > 0)).toBe(true);
      }),
    );
  });

  it("a group keeps the order of its rows", () => {
    fc.assert(
      fc.property(listRows, fc.constantFrom(...GROUPINGS), (rows, by) => {
        const place = new Map(rows.map(({ id }, i) => [id, i]));
        for (const group of grouped(rows, by)) {
          const places = group.rows.map(({ id }) => place.get(id) ?? -1);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it("an order is total: any shuffle of the rows is sorted to the same list, and nothing is lost", () => {
    fc.assert(
      fc.property(listRows, orders, fc.func(fc.nat()), (rows, terms, key) => {
        const order = orderOf(terms);
        const sorted = rows.toSorted(order);
        const shuffled = rows.toSorted((a, b) => key(a.id) - key(b.id));
        expect(ids(shuffled.sort(order))).toEqual(ids(sorted));
        expect(ids(sorted).sort()).toEqual(ids(rows).sort());
        for (const a of rows) for (const b of rows) expect(Math.sign(order(a, b)) + Math.sign(order(b, a))).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it("what is not known comes last in both directions", () => {
    fc.assert(
      fc.property(listRows, fc.constantFrom("asc" as const, "desc" as const), (rows, order) => {
        const known = rows
          .toSorted(orderOf({ sort: "attainment", order }))
          .map(({ attainment }) => attainment !== null);
        expect(known).toEqual(known.toSorted((a, b) => Number(b) - Number(a)));
      }),
    );
  });

  it("a term only ever narrows, and terms together let through what each lets through", () => {
    fc.assert(
      fc.property(listRows, narrowing, narrowing, (rows, some, more) => {
        const by = (terms: Partial<ListTerms>) => ids(rows.filter(fits({ ...NO_TERMS, ...terms })));
        const own = Object.entries(some).map(([name, value]) => by({ [name]: value }));
        expect(by(some)).toEqual(ids(rows).filter((id) => own.every((each) => each.includes(id))));
        const rest = Object.fromEntries(Object.entries(more).filter(([name]) => !(name in some)));
        for (const id of by({ ...some, ...rest })) expect(by(some)).toContain(id);
      }),
    );
  });

  it("an arrangement shows what fits, once, and counts it by verdict", () => {
    fc.assert(
      fc.property(listRows, narrowing, orders, fc.constantFrom(...GROUPINGS), (rows, some, order, group) => {
        const terms = { ...NO_TERMS, ...some, ...order, group };
        const { groups, shown, verdicts } = arranged(rows, terms);
        const drawn = groups.flatMap((each) => ids(each.rows));
        expect(drawn.sort()).toEqual(ids(rows.filter(fits(terms))).sort());
        expect(shown).toBe(drawn.length);
        expect(Object.values(verdicts).reduce((a, b) => a + b, 0)).toBe(shown);
      }),
    );
  });
});

describe("the order of need", () => {
  it("is by verdict, then by when the budget is gone, then by what is left, then by name", () => {
    const rows = [
      listRow({ id: "holds" }),
      listRow({ id: "later", verdict: "at-risk", exhaustedInSeconds: 7200 }),
      listRow({ id: "soon", verdict: "at-risk", exhaustedInSeconds: 60 }),
      listRow({ id: "silent", verdict: "unknown" }),
      listRow({ id: "gone", verdict: "breached", budget: { remaining: -0.2 }, exhaustedInSeconds: null }),
      listRow({ id: "going", verdict: "breached", exhaustedInSeconds: 5 }),
      listRow({ id: "less", budget: { remaining: 0.1 } }),
      listRow({ id: "second", name: "Edge hits 2" }),
    ].sort(orderOf(NO_TERMS));
    expect(ids(rows)).toEqual(["gone", "going", "soon", "later", "silent", "less", "holds", "second"]);
  });

  it("of verdicts whose figures are not of now makes one group", () => {
    const rows = [listRow({ id: "a", verdict: "no-traffic" }), listRow({ id: "b", verdict: "unknown" }), listRow()];
    expect(grouped(rows, "verdict").map(({ label, size }) => [label, size])).toEqual([
      ["Unknown and no traffic", 2],
      ["Met", 1],
    ]);
  });

  it("groups by numbers as people count, and puts what has none last", () => {
    const rows = [null, "10", "2"].map((tier, i) => listRow({ id: String(i), tier }));
    expect(grouped(rows, "tier").map(({ label }) => label)).toEqual(["Tier 2", "Tier 10", "No tier"]);
  });
});

describe("a search", () => {
  const found = (q: string): boolean => fits({ ...NO_TERMS, q })(listRow({ drift: true }));
  it("finds every word in name, id, service, team, tier or decision, whatever the case", () => {
    for (const q of ["EDGE", "hits edge-hits", "storefront", "tier 1", "adr 0001", "decision d1", "caching.md"])
      expect(found(q), q).toBe(true);
    for (const q of ["redis", "edge redis", "tier 2", "adr 0002"]) expect(found(q), q).toBe(false);
  });

  it("finds what has no decision", () => {
    expect(fits({ ...NO_TERMS, q: "no decision" })(listRow({ decision: null }))).toBe(true);
  });
});

describe("a budget under a bound", () => {
  const under = (remaining: number | null) => fits({ ...NO_TERMS, budget: 20 })(listRow({ budget: { remaining } }));
  it("takes what is less and what is overspent, and nothing that is not known", () => {
    expect([under(0.199), under(-1), under(0.2), under(null)]).toEqual([true, true, false, false]);
  });
});

describe("a first paint", () => {
  const many = Array.from({ length: 300 }, (_, i) => listRow({ id: `slo-${i}`, verdict: i < 10 ? "breached" : "met" }));
  const view = { now: "2026-11-24T09:12:30.000Z", rows: many };

  it("brings the rows of a screenful, the sizes of all groups, and the facts of the whole list", () => {
    const paint = firstPaint(view, NO_TERMS);
    expect(paint.view).toBeNull();
    expect(paint.facts).toEqual(factsOf(many));
    expect(paint.arrangement.groups.map(({ size }) => size)).toEqual([10, 290]);
    const rows = paint.arrangement.groups.flatMap((group) => group.rows);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.length).toBeLessThan(80);
    expect(paint.arrangement.groups[0]?.rows).toHaveLength(10);
  });

  it("spends nothing on a folded group", () => {
    const { groups } = firstPaint(view, { ...NO_TERMS, folded: ["breached"] }).arrangement;
    expect(groups[0]?.rows).toEqual([]);
    expect(groups[1]?.rows.length).toBeGreaterThan(20);
  });

  it("is the whole of a short list", () => {
    const few = { ...view, rows: many.slice(0, 12) };
    expect(firstPaint(few, NO_TERMS).view).toBe(few);
  });
});
