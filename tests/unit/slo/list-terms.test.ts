import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  GROUPINGS,
  isNarrowed,
  KINDS,
  type ListTerms,
  NO_TERMS,
  queryOf,
  readTerms,
  SORTS,
  termsIn,
  writeTerms,
} from "@/lib/slo/list-terms";
import { SavedViewDraft } from "@/lib/slo/saved-view-draft";
import { VERDICTS } from "@/lib/slo/verdict";

const text = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" });
const values = fc.uniqueArray(text, { maxLength: 4 });
const anyTerms: fc.Arbitrary<ListTerms> = fc.record({
  q: fc.string({ maxLength: 20 }),
  verdict: fc.subarray([...VERDICTS]),
  service: values,
  team: values,
  tier: values,
  decision: values,
  window: fc.subarray(["7d", "28d", "month@Europe/Berlin"]),
  kind: fc.subarray([...KINDS]),
  budget: fc.option(fc.integer({ min: 1, max: 100 }), { nil: null }),
  lint: fc.boolean(),
  drift: fc.boolean(),
  sort: fc.constantFrom(...SORTS),
  order: fc.constantFrom("asc" as const, "desc" as const),
  group: fc.constantFrom(...GROUPINGS),
  folded: values,
});

describe("terms in an address", () => {
  it("come back as they were written, whatever the names hold", () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        expect(readTerms(writeTerms(terms))).toEqual({ terms, ignored: [] });
      }),
    );
  });

  it("come back from a query but for what is folded", () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        expect(termsIn(queryOf(terms))).toEqual({ terms: { ...terms, folded: [] }, ignored: [] });
      }),
    );
  });

  it("are left out where they are as usual", () => {
    expect(queryOf(NO_TERMS)).toBe("");
    expect(queryOf({ ...NO_TERMS, tier: ["1", "2"], group: "team" })).toBe("tier=1%2C2&group=team");
  });

  it("never throw, and whatever is read from any text is read from its own form again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (query) => {
        const { terms } = termsIn(query);
        expect(termsIn(queryOf(terms)).terms).toEqual({ ...terms, folded: [] });
      }),
    );
  });

  it("that mean nothing are ignored, and named", () => {
    const { terms, ignored } = termsIn("verdict=fine,met&sort=size&budget=0&lint=1&window=2x&kind=ratio&colour=red");
    expect(terms).toEqual({ ...NO_TERMS, verdict: ["met"], kind: ["ratio"] });
    expect(ignored).toEqual([
      { name: "verdict", value: "fine" },
      { name: "window", value: "2x" },
      { name: "budget", value: "0" },
      { name: "lint", value: "1" },
      { name: "sort", value: "size" },
      { name: "colour", value: "red" },
    ]);
  });

  it("narrow the list, or only order it", () => {
    expect(isNarrowed({ ...NO_TERMS, drift: true })).toBe(true);
    expect(isNarrowed({ ...NO_TERMS, sort: "name", group: "none", folded: ["met"] })).toBe(false);
  });
});

describe("a view that is kept", () => {
  const read = (query: string) => SavedViewDraft.safeParse({ name: " Edge ", query });
  it("has its query in the form of an address", () => {
    expect(read("?group=team&tier=1").data).toEqual({ name: "Edge", query: "tier=1&group=team", shared: false });
  });

  it("is refused where a term means nothing, and the field named", () => {
    const issues = read("verdict=fine&x=1").error?.issues;
    expect(issues?.map(({ path, message }) => [path, message])).toEqual([
      [["query"], "verdict=fine is no term of the list"],
      [["query"], "x=1 is no term of the list"],
    ]);
  });
});
