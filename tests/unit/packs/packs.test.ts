import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPackSlo } from "@/lib/interop/pack-draft";
import { readDraft } from "@/lib/interop/slo-draft";
import { isNear } from "@/lib/packs/document";
import { countedBy, type Pack, queriesOf, SLI_NAMES } from "@/lib/packs/pack";
import { PACKS, SOURCES } from "@/lib/packs/packs";
import { mistakeIn } from "@/lib/rules/promql-mistake";
import { expressionOf, selectorNodes, withRange } from "@/lib/rules/promql-tree";
import { inSeconds } from "@/lib/slo/latency-unit";

/** The series of exporters, and the histograms of which there is no text. */
const FOLDER = "tests/fixtures/expositions";
const series = readdirSync(FOLDER)
  .flatMap((file) => readFileSync(`${FOLDER}/${file}`, "utf8").split("\n"))
  .filter((line) => line !== "" && !line.startsWith("#"));
const metrics = new Set(series.map((line) => line.split(/[{ ]/)[0]));
const NATIVE = ["http_request_duration_seconds", "http_server_request_duration_seconds"];

/** What maps the counters of a pack's own to examples. */
const mappedIn = ({ mapped }: Pack): Record<string, string> =>
  Object.fromEntries(mapped.map(({ name, example }) => [name, example]));
const choiceOf = (pack: Pack, labels: Record<string, string> = {}) => ({
  labels: { ...mappedIn(pack), ...labels },
  status: null,
  threshold: null,
});
const selectorsIn = (query: string): string[] =>
  selectorNodes(expressionOf(withRange(query))).map(({ from, to }) => withRange(query).slice(from, to));
/** A query without its texts: what the values of labels cannot change. */
const shapeOf = (query: string): string => expressionOf(withRange(query)).toString();

describe.each(PACKS.map((pack) => [pack.id, pack] as const))("the pack %s", (_, pack) => {
  test("asks in PromQL for what it says it needs, and its exporter exposes that", () => {
    const { part, total } = queriesOf(pack, choiceOf(pack, { job: "shop" }));
    expect([mistakeIn(part), mistakeIn(total)]).toEqual([null, null]);
    if (pack.mapped.length > 0) return;
    const names = [...selectorsIn(part), ...selectorsIn(total)].map((selector) => selector.split("{")[0] ?? "");
    expect([...new Set(names)].sort()).toEqual([...pack.needs].sort());
    for (const name of names) expect([...metrics, ...NATIVE]).toContain(name);
  });

  test("names labels and a bucket only that its exporter has", () => {
    if (pack.mapped.length > 0) return;
    const { part, total } = queriesOf(pack, choiceOf(pack));
    for (const selector of [...selectorsIn(part), ...selectorsIn(total)]) {
      const [metric = ""] = selector.split("{");
      const own = series.filter((line) => line.startsWith(`${metric}{`) || NATIVE.includes(metric));
      for (const [, label, value = ""] of selector.matchAll(/(\w+)="([^"]*)"/g)) {
        const written =
          label === "le" ? [`le="${value}"`, `le="${value}0"`, `le="${value}00"`] : [`${label}="${value}"`];
        expect(
          own.some((line) => written.some((each) => line.includes(each))),
          selector,
        ).toBe(true);
      }
      for (const [, label] of selector.matchAll(/(\w+)(?:=~|!~|!=)/g))
        expect(
          own.some((line) => line.includes(`${label}="`)),
          selector,
        ).toBe(true);
    }
  });

  test("offers labels only that one of its metrics has", () => {
    const given = ["job", "instance"];
    // An application's own names of the route; OpenTelemetry JS has one with a framework only.
    const own = ["route", "handler", "path", "http_route"];
    for (const label of pack.labels.filter((each) => ![...given, ...own].includes(each)))
      expect(
        series.some((line) => pack.needs.some((name) => line.startsWith(`${name}`)) && line.includes(`${label}="`)),
        label,
      ).toBe(true);
  });

  test("is read as it says, with or without a choice, and says why and what goes wrong", () => {
    for (const labels of [{}, { job: "shop", instance: "a:1" }]) {
      const draft = readDraft({
        id: pack.id,
        name: pack.name,
        service: "shop",
        objective: pack.objective,
        window: pack.window,
        ...countedBy(pack, choiceOf(pack, labels)),
      });
      if ("issues" in draft) throw new Error(JSON.stringify(draft.issues));
      const { sli, target } = draft.definition;
      if (pack.mapped.length === 0)
        expect(target.threshold).toBe(pack.threshold === null ? null : inSeconds(pack.threshold, pack.unit));
      if (pack.periodSeconds !== null)
        expect(sli).toMatchObject({ kind: "period", timing: { periodSeconds: pack.periodSeconds } });
      else if (isNear(pack)) expect(["approximate", "native"]).toContain(sli.kind);
      else expect(sli.kind).toBe(target.threshold === null ? "ratio" : "latency");
      expect(sli.timing?.delaySeconds ?? null).toBe(pack.delaySeconds);
    }
    expect(pack.traps.length).toBeGreaterThan(0);
    for (const sentence of [pack.why, ...pack.traps]) expect(sentence).toMatch(/^[A-Z0-9].*[.]$/);
  });

  test("is the same question whatever the labels hold", () => {
    const asked = (values: readonly string[]) => {
      const labels = Object.fromEntries(pack.labels.map((label, i) => [label, values[i] ?? "a"]));
      return queriesOf(pack, choiceOf(pack, labels));
    };
    const usual = asked([]);
    const value = fc.oneof(
      fc.string({ unit: "binary", minLength: 1 }),
      fc
        .array(fc.constantFrom(..."\"\\}{,\n'`#)", "$s", "{$s}", "$status", "$threshold", "$&", "$hits"), {
          minLength: 1,
        })
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: pack.labels.length, maxLength: pack.labels.length }), (values) => {
        const { part, total } = asked(values);
        expect([shapeOf(part), shapeOf(total)]).toEqual([shapeOf(usual.part), shapeOf(usual.total)]);
      }),
      { numRuns: 50 },
    );
  });
});

test("packs and sources are told apart by their ids, and packs by their names", () => {
  for (const all of [PACKS.map(({ id }) => id), PACKS.map(({ name }) => name), SOURCES.map(({ id }) => id)])
    expect(new Set(all).size).toBe(all.length);
});

test("packs of exporters that have the same names of metrics are told apart by a label of each", () => {
  const ways = new Map<string, (string | null)[]>();
  for (const { packs } of SOURCES)
    for (const { needs, telling } of packs.filter(({ needs }) => needs.length > 0)) {
      const key = [...needs].sort().join(" ");
      ways.set(key, [...(ways.get(key) ?? []), telling]);
    }
  const shared = [...ways].filter(([key]) => key.startsWith("aws_cloudfront_"));
  expect(shared).toHaveLength(2);
  for (const [, tellings] of shared) expect(tellings).toEqual(["dimension_DistributionId", "distribution_id"]);
});

test("histograms in milliseconds say so, and are latencies like every other", () => {
  const own = PACKS.filter(({ unit }) => unit === "ms");
  expect(own.map(({ id, name }) => [id, name])).toEqual([
    ["envoy-latency", "Envoy latency"],
    ["istio-latency", "Istio latency"],
  ]);
  for (const pack of own) expect(countedBy(pack, choiceOf(pack))).toMatchObject({ indicator: { unit: "ms" } });
});

test("an empty value is a series without the label, and none is any", () => {
  const pack = PACKS.find(({ id }) => id === "redis-hit-rate") as Pack;
  expect(queriesOf(pack, choiceOf(pack, { job: "" })).part).toBe('redis_keyspace_hits_total{job=""}');
  expect(queriesOf(pack, choiceOf(pack)).part).toBe("redis_keyspace_hits_total");
});

describe("the label of the status", () => {
  const pack = PACKS.find(({ id }) => id === "http-availability") as Pack;
  const made = (id: string, status: string | null) =>
    readPackSlo(
      { pack: id, id: "a", name: "A", service: "shop", objective: 0.9, labels: {}, status, threshold: null },
      null,
    );

  test("stands in the query as it is, whatever it looks like", () => {
    expect(queriesOf(pack, { ...choiceOf(pack), status: "$&" }).part).toContain('{$&=~"5.."}');
  });

  test("is one of the pack's, and is neither guessed nor given where none is asked for", () => {
    expect(made("http-availability", "status_code")).toHaveProperty("definition");
    for (const status of ["route", "code=~'.*',x", null])
      expect(made("http-availability", status)).toEqual({
        issues: [{ field: "status", message: "is none of code, status_code, status" }],
      });
    expect(made("redis-hit-rate", null)).toHaveProperty("definition");
    expect(made("redis-hit-rate", "code")).toEqual({ issues: [{ field: "status", message: "is not asked for here" }] });
  });
});

describe.each(SOURCES.map((source) => [`${source.system}, ${source.exporter}`, source] as const))("%s", (_, source) => {
  test("counts each SLI, or says why not and what to do instead", () => {
    for (const sli of SLI_NAMES) {
      const counted = source.packs.some(({ slis }) => slis.includes(sli));
      const blanks = source.blanks.filter((each) => each.sli === sli);
      expect([sli, counted || blanks.length > 0]).toEqual([sli, true]);
      // Where it is counted, only something else of that name can be blank.
      if (counted) expect(blanks.filter(({ of }) => of === undefined)).toEqual([]);
    }
    for (const { why, instead } of source.blanks) {
      expect(why).toMatch(/^not available from this exporter: .*[.]$/);
      expect(instead).toMatch(/^[A-Z].*[.]$/);
    }
    expect(source.setUp).toMatch(/[.]$/);
  });
});
