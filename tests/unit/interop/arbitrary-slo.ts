import fc from "fast-check";
import type { WrittenIndicator, WrittenSlo } from "@/lib/interop/write-openslo";
import { inSeconds } from "@/lib/slo/latency-unit";

/** Whatever a person may type, and what YAML is touchy about. */
const AWKWARD = [
  "null",
  "~",
  "yes",
  "1e3",
  "0x1F",
  "- a",
  "a: b",
  "a #b",
  "'",
  '"',
  "\\",
  "{",
  "[",
  "|",
  ">",
  "%",
  "@",
  "*a",
  "&a",
];
const text = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 20 }).filter((value) => value.isWellFormed()),
    fc.constantFrom(...AWKWARD),
    fc
      .array(fc.constantFrom(...AWKWARD, "\n", "\t", " ", "ä", "\u2028", "\u0085", "```", "---"), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.join("")),
  )
  .map((value) => value.trim())
  .filter((value) => value !== "");
const optional = fc.option(text, { nil: null });

const label = fc.constantFrom("job", "instance", "route", "cmd");
const matcher = fc
  .tuple(label, fc.constantFrom("=", "!=", "=~", "!~"), text)
  .map(([name, operator, value]) => `${name}${operator}${JSON.stringify(value)}`);
const selector = fc
  .tuple(fc.constantFrom("hits_total", "ns:reads_total", "took_count"), fc.array(matcher, { maxLength: 3 }))
  .map(([name, matchers]) => (matchers.length > 0 ? `${name}{${matchers.join(",")}}` : name));
const counter = fc
  .tuple(selector, fc.constantFrom("", "rate", "increase", "sum"))
  .map(([name, how]) =>
    how === "" ? name : how === "sum" ? `sum by (job) (rate(${name}[$window]))` : `${how}(${name}[5m])`,
  );
const counts = fc.constantFrom("good" as const, "bad" as const);
const edge = fc.constantFrom(0.005, 0.1, 0.25, 1, 2.5, 10);
/** Left out: s. */
const unit = fc.constantFrom(undefined, "ms" as const, "us" as const);
const HISTOGRAM = 'sum(rate(h{job="a"}[$window]))';
const indicator: fc.Arbitrary<{ written: WrittenIndicator; threshold: number | null; period?: number }> = fc.oneof(
  fc
    .record({ counts, part: counter, total: counter })
    .map((each) => ({ written: { kind: "ratio" as const, counter: true, ...each }, threshold: null })),
  fc
    .record({ edge, unit, matchers: fc.array(matcher, { maxLength: 2 }), total: counter })
    .map(({ edge, unit, matchers, total }) => ({
      written: {
        kind: "ratio" as const,
        counter: true,
        counts: "good" as const,
        part: `sum(rate(took_bucket{${[...matchers, `le="${edge}"`].join(",")}}[$window]))`,
        total,
        ...(unit ? { unit } : {}),
      },
      threshold: inSeconds(edge, unit),
    })),
  edge.map((bound) => ({
    written: {
      kind: "ratio" as const,
      counter: true,
      counts: "good" as const,
      part: `histogram_fraction(0, ${bound}, ${HISTOGRAM}) * histogram_count(${HISTOGRAM})`,
      total: `histogram_count(${HISTOGRAM})`,
    },
    threshold: bound,
  })),
  fc
    .record({
      query: selector,
      op: fc.constantFrom("lt" as const, "lte" as const, "gt" as const, "gte" as const),
      threshold: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
    })
    .map(({ query, op, threshold }) => ({
      written: { kind: "gauge" as const, query: `max(${query})`, op },
      threshold,
    })),
  fc
    .record({ counts, part: selector, total: selector, minutes: fc.integer({ min: 1, max: 60 }) })
    .map(({ minutes, ...each }) => ({
      written: { kind: "ratio" as const, counter: false, ...each },
      threshold: null,
      period: minutes * 60,
    })),
  fc
    .record({ counts, query: selector })
    .map((each) => ({ written: { kind: "raw" as const, ...each }, threshold: null })),
  fc.record({ counts, selector }).map(({ counts, selector }) => ({
    written: {
      kind: "ratio" as const,
      counter: true,
      counts,
      part: `sum(irate(${selector}[$window])) / 2`,
      total: `sum(irate(${selector}[$window]))`,
    },
    threshold: null,
  })),
);

const window = fc.oneof(
  fc.integer({ min: 1, max: 730 }).map((days) => `${days}d`),
  fc.integer({ min: 1, max: 104 }).map((weeks) => `${weeks}w`),
  fc
    .tuple(fc.constantFrom("week", "month", "quarter"), fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns"))
    .map((parts) => parts.join("@")),
);
const instant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) });
const exclusion = fc.oneof(
  fc
    .record({ fromAt: instant, length: fc.integer({ min: 1, max: 30 * 86_400_000 }), reason: text })
    .map(({ fromAt, length, reason }) => ({ fromAt, toAt: fromAt + length, rrule: null, timeZone: null, reason })),
  fc
    .record({ fromAt: instant, hours: fc.integer({ min: 1, max: 20 }), reason: text })
    .map(({ fromAt, hours, reason }) => ({
      fromAt,
      toAt: fromAt + hours * 3_600_000,
      rrule: "FREQ=WEEKLY;BYDAY=SU",
      timeZone: "Europe/Berlin",
      reason,
    })),
);

/** An SLO with all that a person may type in it. */
export const slo: fc.Arbitrary<WrittenSlo> = fc
  .record({
    id: fc.stringMatching(/^[a-z0-9][-a-z0-9]{0,40}[a-z0-9]$/),
    name: text,
    service: text,
    tier: optional,
    team: optional,
    description: optional,
    // Only what a browser opens is a runbook; nothing else of it is.
    runbook: fc.option(fc.webUrl({ withQueryParameters: true, withFragments: true }), { nil: null }),
    objective: fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }),
    window,
    decision: fc.option(fc.constantFrom({ path: "docs/adr/0001-ä b.md", id: "d1" }, { path: "a#b.md", id: "D:2" }), {
      nil: null,
    }),
    exclusions: fc.array(exclusion, { maxLength: 4 }),
    delaySeconds: fc.option(fc.integer({ min: 0, max: 86_400 }), { nil: undefined }),
    indicator,
  })
  .map(({ objective, window, delaySeconds, indicator: { written, threshold, period }, ...rest }) => ({
    ...rest,
    indicator: written,
    target: { objective, threshold, window },
    timing:
      delaySeconds === undefined && period === undefined
        ? undefined
        : {
            ...(delaySeconds === undefined ? {} : { delaySeconds }),
            ...(period === undefined ? {} : { periodSeconds: period }),
          },
  }));
