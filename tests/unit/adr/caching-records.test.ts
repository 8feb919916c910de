import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { FIGURE_NAMES } from "@/bench/caching/results";
import { type Matrix, readMatrix } from "@/lib/adr/matrix";
import { quoteMatrices } from "@/lib/adr/matrix-quote";
import { readAdr } from "@/lib/adr/record";
import { weighed } from "@/lib/adr/weighing";
import { duration } from "@/lib/format/duration";
import { EDGE_JITTER, NORMAL_POLICY, TIER_JITTER } from "@/storefront/cache-policy";
import { SCENARIOS } from "@/storefront/caching/cell";
import { DATABASE_READ, meanSeconds } from "@/storefront/latency";
import { zipfWeights } from "@/storefront/popularity";
import { PRODUCTS, ROUTE_SHARES } from "@/storefront/shop";
import { tablesIn } from "./markdown-tables";

const FOLDER = "docs/adr";
const records = readdirSync(FOLDER)
  .filter((name) => /^\d{4}-.*\.md$/.test(name))
  .map((name) => ({ path: join(FOLDER, name), text: readFileSync(join(FOLDER, name), "utf8") }));
const numbered = (number: string) => {
  const record = records.find(({ path }) => path.includes(`/${number}-`));
  if (!record) throw new Error(`there is no record ${number}`);
  return record;
};
/** With ordinary spaces before units. */
const plain = (text: string) => text.replace(/\u202f/g, " ");
const OVERVIEW = numbered("0024");
const CACHING = ["0024", "0025", "0026", "0027"].map(numbered);

describe("decision matrices", () => {
  const matrixAt = (file: string): Matrix => {
    const read = readMatrix(readFileSync(file, "utf8"));
    if ("problems" in read) throw new Error(`${file}: ${JSON.stringify(read.problems)}`);
    return read.matrix;
  };
  const quoted = records.map(({ path, text }) => {
    const files: string[] = [];
    const result = quoteMatrices(text, (name) => {
      files.push(join(dirname(path), name));
      return matrixAt(join(dirname(path), name));
    });
    return { path, files: [...new Set(files)], ...result };
  });

  test("what records quote of them is what they say, recomputed", () => {
    expect(quoted.flatMap(({ files }) => files).length).toBeGreaterThanOrEqual(4);
    for (const { path, stale, problems } of quoted)
      expect({ path, stale, problems }).toEqual({ path, stale: [], problems: [] });
  });

  test("every one is quoted by the record that it prepared, and the option that is ahead is the chosen one", () => {
    const all = readdirSync(join(FOLDER, "matrices")).map((name) => join(FOLDER, "matrices", name));
    expect(quoted.flatMap(({ files }) => files).sort()).toEqual(all.sort());
    for (const { path, files } of quoted)
      for (const file of files) {
        const matrix = matrixAt(file);
        const [record, id] = matrix.decision.split("#");
        expect(record).toBe(path);
        expect(readAdr(path, numbered(path.slice(9, 13)).text).decisions.map((decision) => decision.id)).toContain(id);
        expect(weighed(matrix).ranked[0]?.option).toBe(matrix.chosen);
      }
  });
});

describe("the overview's arithmetic", () => {
  const tables = tablesIn(plain(OVERVIEW.text));
  const cells = (head: string) =>
    new Map(tables.find((each) => each.head[0] === head)?.rows.map((row) => [row[0] ?? "", row]));
  const inputs = cells("Input");
  const results = cells("Result");

  const INPUTS = "abcdefghijklmnop";
  const number = (cell: string | undefined): number => {
    const [, digits, unit] = /^([\d,.]+) ?(%|ms)?$/.exec(cell ?? "") ?? [];
    if (digits === undefined) throw new Error(`“${cell}” is no figure`);
    return Number(digits.replace(/,/g, "")) / (unit === "%" ? 100 : unit === "ms" ? 1000 : 1);
  };
  const input = (id: string) => number(inputs.get(id)?.[2]);
  const [
    a = 0,
    b = 0,
    c = 0,
    d = 0,
    e = 0,
    f = 0,
    g = 0,
    h = 0,
    i = 0,
    j = 0,
    k = 0,
    l = 0,
    m = 0,
    n = 0,
    o = 0,
    p = 0,
  ] = [...INPUTS].map(input);
  const originShare = (hits: number) => c + (1 - c) * (1 - hits);
  const ordinary = a * originShare(f);
  const spikeReads = a * b * ((1 - c) * (1 - g) + c + d * (1 - f));
  const bare = a * (2 * d + 2 * e + c);
  const bears = (i * j) / h;
  const sent = (a * b * n) / 1e6;
  const EXPECTED: Record<string, number> = {
    C1: ordinary,
    C2: 1 - ordinary / a,
    C3: a * b * originShare(f),
    C4: a * b * originShare(0.9),
    C5: spikeReads,
    C6: spikeReads * h,
    C7: bare,
    C8: b * bare,
    C9: bears,
    C10: bears / bare,
    C11: 1 - bears / (b * bare),
    C12: (0.2 * bears) / (b * bare - bears),
    C13: a * b * d * l,
    C14: m,
    C15: k / (bears - spikeReads),
    C16: k / (0.1 * bears),
    C17: a * b * ((1 - c) * (1 - f) * 0.05 + c + d * (1 - f)),
    C18: sent,
    C19: 0.1 * sent,
    C20: a * b * (1 - c) * (1 - f) * 0.05,
    C21: a * b * (1 - c) * (1 - f),
    C22: (o * p) / 1e6,
    ...byLifetimes(),
    C28: NORMAL_POLICY.l1 / (NORMAL_POLICY.l1 + m * NORMAL_POLICY.edge.product),
    C29: NORMAL_POLICY.l1 / (NORMAL_POLICY.l1 + NORMAL_POLICY.edge.product),
  };

  /** Visitors of the whole catalogue at an ordinary peak: what the edge finds, and what reaches the origin, refreshes included. */
  function edgeOf(productSeconds: number, exponent: number) {
    const { edge, grace } = NORMAL_POLICY;
    const images = 1 - c - d - e;
    const parts = [
      { share: d, entries: o, seconds: productSeconds, exponent },
      { share: e, entries: 20, seconds: edge.category, exponent },
      { share: images, entries: 300, seconds: edge.image, exponent },
    ].map(({ share, entries, seconds, exponent: skew }) => {
      const sum = (of: (rate: number) => number) =>
        zipfWeights(entries, skew).reduce((total, weight) => total + weight * of(a * share * weight), 0);
      // From one fetch to the next there are one request and those of a lifetime; the first after it is a hit in the grace.
      const fetched = sum((rate) => 1 / (1 + seconds * rate));
      const missed = sum((rate) => Math.exp(-grace * rate) / (1 + seconds * rate));
      return { share, fetched, missed };
    });
    return {
      hits: 1 - parts.reduce((total, part) => total + part.share * part.missed, 0) / (1 - c),
      offload: 1 - c - parts.reduce((total, part) => total + part.share * part.fetched, 0),
    };
  }

  function byLifetimes() {
    const [asDecided, long, lessSkewed] = [edgeOf(300, 1), edgeOf(1800, 1), edgeOf(1800, 0.8)];
    return {
      ...{ C23: asDecided.hits, C24: asDecided.offload },
      ...{ C25: long.hits, C26: long.offload, C27: lessSkewed.offload },
    };
  }

  test.each(Object.entries(EXPECTED))(
    "%s follows from the inputs, to the digits in which it is written",
    (id, value) => {
      const cell = results.get(id)?.[3] ?? "";
      const scale = cell.endsWith("%") ? 100 : 1;
      const digits = /\.(\d+)/.exec(cell)?.[1]?.length ?? 0;
      expect(Number((value * scale).toFixed(digits))).toBe(number(cell.replace(/ ?%$/, "")));
    },
  );

  test("there is no result that is not recomputed", () => {
    expect([...results.keys()]).toEqual(Object.keys(EXPECTED));
    expect([...inputs.keys()].join("")).toBe(INPUTS);
  });

  test("what is said to be the demo's is the demo's", () => {
    expect(c).toBeCloseTo(ROUTE_SHARES["/stock/:id"], 6);
    expect(d).toBeCloseTo(ROUTE_SHARES["/products/:id"], 6);
    expect(e).toBeCloseTo(ROUTE_SHARES["/categories/:id"], 6);
    expect(h).toBeCloseTo(meanSeconds(DATABASE_READ), 3);
    expect(l).toBeCloseTo(zipfWeights(PRODUCTS)[0] ?? 0, 2);
  });

  test("what a catalogue of a real size would find at the edge follows from its lifetimes", () => {
    const { edge, grace } = NORMAL_POLICY;
    // From one fetch to the next there are one request and those of a lifetime; the first after it is a hit if it comes within the grace.
    const hits = (entries: number, requests: number, seconds: number): number =>
      zipfWeights(entries).reduce((sum, weight) => {
        const rate = requests * weight;
        return sum + weight * (1 - Math.exp(-grace * rate) / (1 + seconds * rate));
      }, 0);
    const products = hits(o, a * d, edge.product);
    const images = 1 - c - d - e;
    const all =
      (d * products + e * hits(20, a * e, edge.category) + images * hits(300, a * images, edge.image)) / (1 - c);
    expect([products, all, zipfWeights(o)[0]].map((share = 0) => (share * 100).toFixed(1))).toEqual([
      "84.0",
      "94.7",
      "8.3",
    ]);
    expect(OVERVIEW.text).toContain("product pages find about 84 % at the edge");
    expect(OVERVIEW.text).toMatch(/everything\s+about 95 %/);
    expect(OVERVIEW.text).toContain("over o entries it is 8.3 %");
  });

  test("the budget of a miss adds up, within what t7 and t8 allow", () => {
    const steps = tables.find(({ head }) => head[0] === "Step" && head[1] === "ms")?.rows ?? [];
    const ms = steps.map(([, cell]) => Number(cell?.replace(/\*/g, "")));
    const [origin = 0, visitor = 0] = ms.filter((_, at) => steps[at]?.[0]?.startsWith("**"));
    const sumTo = (end: number) => ms.slice(0, end).reduce((sum, each) => sum + each, 0);
    expect(origin).toBe(sumTo(4));
    expect(visitor).toBe(origin + sumTo(7) - sumTo(5));
    expect(visitor).toBeLessThanOrEqual(200);
    // Both of two reads are within a time that each is within with the root of the chance.
    const both = 1000 * DATABASE_READ.median * Math.exp(DATABASE_READ.sigma * 1.9545);
    expect(steps[2]?.[2]).toBe(`the demo's setting gives ${Math.round(both)}`);
    expect(ms[2]).toBeGreaterThanOrEqual(both);
  });

  test("how stale data can be at worst is the sum of the longest lifetimes of its levels", () => {
    const rows = new Map(
      tables
        .find(({ head }) => head[0] === "Data" && head.includes("Stale, at worst"))
        ?.rows.map((row) => [row[0], row]),
    );
    const { edge, grace, l1, l2 } = NORMAL_POLICY;
    const behind = (...seconds: number[]) => seconds.reduce((sum, each) => sum + each, 0) * (1 + TIER_JITTER);
    const atEdge = (seconds: number) => seconds * (1 + EDGE_JITTER);
    const SECONDS: Record<string, number> = { s: 1, min: 60, h: 3600, d: 86_400 };
    const worst: [string, number, number[]][] = [
      ["Product page, text", atEdge(edge.product) + grace + behind(l1, l2), [edge.product, grace, l1, l2]],
      ["Category page", atEdge(edge.category) + grace + behind(l1, l2), [edge.category, grace, l1, l2]],
      ["Price †", atEdge(edge.product) + grace + behind(60, 600), [60, 600]],
      ["Stock, for display", atEdge(edge.product) + grace, [edge.product, grace]],
      ["Image", atEdge(edge.image) + grace, [edge.image, grace]],
      ["Search suggestions †", atEdge(60) + behind(600), [60, 600]],
      ["“Not found” †", atEdge(30) + behind(30), [30]],
    ];
    for (const [data, seconds, lifetimes] of worst) {
      const [, levels = "", , atWorst] = rows.get(data) ?? [];
      const written = [...levels.matchAll(/(\d+) (s|min|h|d)\b/g)].map(
        ([, size, unit = ""]) => Number(size) * (SECONDS[unit] ?? Number.NaN),
      );
      expect({ data, written }).toEqual({ data, written: lifetimes });
      const told = seconds < 86_400 ? seconds : Math.round(seconds / 3600) * 3600;
      expect({ data, atWorst }).toEqual({ data, atWorst: plain(duration(told)) });
    }
  });
});

describe("what is claimed", () => {
  test("every target says its population, its level and how it is measured, in the section of its decision", () => {
    const { targets, decisions } = readAdr(OVERVIEW.path, OVERVIEW.text);
    expect(targets).toHaveLength(8);
    for (const { id, decision } of targets) {
      const title = decisions.find((each) => each.id === decision)?.title;
      const table = tablesIn(OVERVIEW.text).find(({ section }) => section === `${decision.toUpperCase()}: ${title}`);
      expect(table?.head).toEqual(["Target", "Population", "Level", "Method of measurement"]);
      const row = table?.rows.find(([first]) => first?.startsWith(`${id},`));
      expect({ id, filled: row?.filter((cell) => cell.length > 3).length }).toEqual({ id, filled: 4 });
    }
  });

  test("the targets are those of the record that it supersedes", () => {
    const terms = (record: { path: string; text: string }) => readAdr(record.path, record.text).targets;
    expect(terms(OVERVIEW)).toEqual(terms(numbered("0001")));
  });

  test("every fact from elsewhere has its source, the day on which it was read, and how surely", () => {
    const rows = CACHING.flatMap(({ text }) =>
      tablesIn(text)
        .filter(({ head }) => head.includes("Source"))
        .flatMap(({ head, rows: found }) =>
          found.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""]))),
        ),
    );
    expect(rows.length).toBeGreaterThan(120);
    for (const row of rows) {
      const { Source = "", Read = "", Sure = "" } = row;
      const isAddress = /\]\(https?:\/\/[^)\s]+\)/.test(Source);
      const isSaid = /our judgement|not found/.test(Source);
      expect(row).toSatisfy(() => isAddress || isSaid);
      if (isAddress) expect(plain(Read)).toMatch(/^\d{1,2} \w{3} 2026$/);
      expect(["high", "medium", "low", "–"]).toContain(Sure);
      if (Sure === "–") expect(Source).toContain("not found");
    }
  });

  test("figures of the proof of concept and of costs are quoted from where they are kept, never typed", () => {
    for (const { path, text } of CACHING) {
      const runs = [...text.matchAll(/^<!-- caching-run \S+ scenario=(\S+) .*?columns=(\S+)[^>]*-->$/gm)];
      expect({ path, quotes: runs.length > 0 }).toEqual({ path, quotes: true });
      for (const [, scenarios = "", columns = ""] of runs) {
        expect(SCENARIOS).toEqual(expect.arrayContaining(scenarios.split(",")));
        expect(FIGURE_NAMES).toEqual(expect.arrayContaining(columns.split(",")));
      }
      for (const name of ["caching-run", "costs"]) {
        const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
        expect(count(new RegExp(`^<!-- ${name} .*-->$`, "gm"))).toBe(count(new RegExp(`^<!-- /${name} -->$`, "gm")));
      }
      const outside = plain(text)
        .replace(/<!-- caching-run [^>]*-->[\s\S]*?<!-- \/caching-run -->/g, "")
        .replace(/(?:\*\*[^*\n]+\*\*|\d[\d.]*(?: (?:ms|s|%))?)<!-- caching [^>]*-->/g, "");
      const [, section = ""] = /^## What the proof of concept showed\n([\s\S]*?)(?=^## )/m.exec(outside) ?? [];
      expect({ path, figures: section.match(/\d+(?:\.\d+)? ?(?:ms|%|s\b)/g) }).toEqual({ path, figures: null });
    }
  });
});
