import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDraft } from "@/lib/interop/slo-draft";
import { queriesOf } from "@/lib/packs/pack";
import { PACKS } from "@/lib/packs/packs";
import { mistakeIn } from "@/lib/rules/promql-mistake";
import { expressionOf, selectorNodes } from "@/lib/rules/promql-tree";

/** The series of real exporters. */
const FOLDER = "tests/fixtures/expositions";
const series = readdirSync(FOLDER)
  .flatMap((file) => readFileSync(`${FOLDER}/${file}`, "utf8").split("\n"))
  .filter((line) => line !== "" && !line.startsWith("#"));
const metrics = new Set(series.map((line) => line.split(/[{ ]/)[0]));

const CHOICE = { labels: { job: "shop" }, status: null, threshold: null };
const selectorsIn = (query: string): string[] =>
  selectorNodes(expressionOf(query)).map(({ from, to }) => query.slice(from, to));
/** A query without its texts: what the values of labels cannot change. */
const shapeOf = (query: string): string => expressionOf(query).toString();

describe.each(PACKS.map((pack) => [pack.id, pack] as const))("the pack %s", (_, pack) => {
  test("asks in PromQL for what it says it needs, and a real exporter exposes that", () => {
    const { part, total } = queriesOf(pack, CHOICE);
    expect([mistakeIn(part), mistakeIn(total)]).toEqual([null, null]);
    const names = [...selectorsIn(part), ...selectorsIn(total)].map((selector) => selector.split("{")[0] ?? "");
    expect([...new Set(names)].sort()).toEqual([...pack.needs].sort());
    for (const name of names) expect(metrics).toContain(name);
  });

  test("names a label and a bucket only that the exporter has", () => {
    const { part } = queriesOf(pack, { ...CHOICE, labels: {} });
    for (const [, label, value] of part.matchAll(/(\w+)="([^"]*)"/g))
      expect(series.some((line) => line.includes(`${label}="${value}"`))).toBe(true);
    for (const [, label] of part.matchAll(/(\w+)=~/g))
      expect(series.some((line) => line.includes(`${label}="`))).toBe(true);
  });

  test("is counted exactly, with or without a choice, and says why and what goes wrong", () => {
    for (const labels of [{}, { job: "shop", instance: "a:1" }]) {
      const draft = readDraft({
        id: pack.id,
        name: pack.name,
        service: "shop",
        indicator: { kind: "ratio", counts: pack.counts, ...queriesOf(pack, { ...CHOICE, labels }) },
        objective: pack.objective,
        threshold: pack.threshold,
        window: pack.window,
        delaySeconds: pack.delaySeconds,
      });
      expect(draft).toMatchObject({
        definition: {
          sli: { kind: pack.threshold === null ? "ratio" : "latency" },
          target: { threshold: pack.threshold },
        },
      });
    }
    for (const sentence of [pack.why, ...pack.traps]) expect(sentence).toMatch(/^[A-Z0-9].*[.]$/);
  });

  test("is the same question whatever the labels hold", () => {
    const usual = queriesOf(pack, { ...CHOICE, labels: Object.fromEntries(pack.labels.map((label) => [label, "a"])) });
    const value = fc.oneof(
      fc.string({ unit: "binary", minLength: 1 }),
      fc
        .array(
          fc.constantFrom(
            '"',
            "\\",
            "}",
            "{",
            ",",
            "$s",
            "{$s}",
            "$status",
            "$threshold",
            "$&",
            "\n",
            "'",
            "`",
            "#",
            ")",
          ),
          { minLength: 1 },
        )
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: pack.labels.length, maxLength: pack.labels.length }), (values) => {
        const labels = Object.fromEntries(pack.labels.map((label, i) => [label, values[i] ?? "a"]));
        const asked = queriesOf(pack, { ...CHOICE, labels });
        expect([shapeOf(asked.part), shapeOf(asked.total)]).toEqual([shapeOf(usual.part), shapeOf(usual.total)]);
      }),
      { numRuns: 200 },
    );
  });
});

test("packs are told apart by their ids", () => {
  expect(new Set(PACKS.map(({ id }) => id)).size).toBe(PACKS.length);
});
