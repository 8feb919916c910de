import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readOpenSlo, type SloDefinition } from "@/lib/interop/openslo";
import { documentText, writeOpenSlo } from "@/lib/interop/write-openslo";
import { slo } from "./arbitrary-slo";

/** What a document is read as, without the line on which its exclusions stand. */
function read(document: string): Omit<SloDefinition, "exclusionsLine"> {
  const { definitions, problems } = readOpenSlo(document);
  expect(problems, document).toEqual([]);
  const [definition, more] = definitions;
  if (!definition || more) throw new Error(`not one definition: ${document}`);
  const { exclusionsLine: _, ...rest } = definition;
  return rest;
}
const again = (definition: Omit<SloDefinition, "exclusionsLine">): string =>
  writeOpenSlo({ ...definition, exclusionsLine: 0 });

describe("an SLO, written as OpenSLO", () => {
  test("is read as what was typed, whatever it holds, and writing that again changes no letter", () => {
    fc.assert(
      fc.property(slo, (typed) => {
        const document = documentText(typed);
        const definition = read(document);
        const { indicator: _, timing, targetLocked: __, ...facts } = typed;
        expect(definition).toMatchObject(facts);
        expect(definition.sli.timing).toEqual(timing);
        expect(again(definition)).toBe(document);
        expect(read(again(definition))).toEqual(definition);
      }),
      { numRuns: 150 },
    );
  });

  test("says that its target is changed in its file only, where it is", () => {
    const [typed] = fc.sample(slo, 1);
    if (!typed) throw new Error("nothing was sampled");
    expect(documentText({ ...typed, targetLocked: true })).toContain("plumbline.dev/target: locked");
    expect(documentText(typed)).not.toContain("plumbline.dev/target");
  });

  test.each([
    ['sum(rate(took_bucket{job="a",le="0.20"}[$window]))', 'sum(rate(took_bucket{job="a",le="0.5"}[$window]))'],
    ['took_bucket{le=~"0.2", job="a"}', 'took_bucket{le="0.5", job="a"}'],
  ])("carries a threshold that was changed in the app back into the query: %s", (part, changed) => {
    const definition = read(
      documentText({
        id: "took",
        name: "Took",
        service: "shop",
        tier: null,
        team: null,
        description: null,
        runbook: null,
        decision: null,
        exclusions: [],
        timing: undefined,
        indicator: { kind: "ratio", counts: "good", part, total: "took_count", counter: true },
        target: { objective: 0.95, threshold: 0.2, window: "28d" },
      }),
    );
    const same = again(definition);
    expect(read(same)).toEqual(definition);
    const target = { objective: 0.9, threshold: 0.5, window: "month@Europe/Berlin" };
    const moved = read(again({ ...definition, target }));
    expect(moved.target).toEqual(target);
    expect(moved.sli).toMatchObject({ kind: "latency", queries: { part: changed, total: "took_count" } });
  });

  test("carries the threshold of a native histogram back as well", () => {
    const [found] = fc.sample(
      slo.filter(({ indicator: each }) => each.kind === "ratio" && each.part.startsWith("histogram_fraction")),
      1,
    );
    if (!found) throw new Error("nothing was sampled");
    const definition = read(documentText(found));
    const moved = read(again({ ...definition, target: { ...definition.target, threshold: 0.3 } }));
    expect(moved.target.threshold).toBe(0.3);
    expect(moved.sli).toMatchObject({ kind: "native" });
  });

  test.each(readdirSync("storefront/slos"))("loses nothing that is counted or promised of %s", (file) => {
    const definition = read(readFileSync(`storefront/slos/${file}`, "utf8"));
    expect(read(again(definition))).toEqual(definition);
  });
});
