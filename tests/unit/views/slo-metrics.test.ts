import { afterAll, beforeAll, expect, test } from "vitest";
import { assess } from "@/lib/slo/assessment";
import { saveAssessment } from "@/lib/store/assessments";
import { saveEpisode } from "@/lib/store/breaches";
import type { Database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import { sloById } from "@/lib/store/slos";
import { addSlo, LAST, NOW, READER, stock } from "./stocked";

let db: Database;
let clear: () => void;
let sloMetrics: typeof import("@/lib/views/slo-metrics").sloMetrics;
let slosPage: typeof import("@/lib/views/slos").slosPage;

beforeAll(async () => {
  process.env.ADR_DIR = "docs/adr";
  ({ db, clear } = stock());
  addSlo(db, "easy", { held: ["90% 28d"] });
  const easy = sloById(db, "easy");
  if (!easy) throw new Error("easy was not stored");
  const assessed = assess(storedLedger(db, easy.sliId), easy.targets, easy.edges, LAST);
  saveAssessment(db, "easy", { ...assessed, window: { ...assessed.window, p95Seconds: 0.35 } });
  addSlo(db, "hard", { held: ["99.9% 28d"] });
  addSlo(db, "never", { minutes: "" });
  addSlo(db, "quiet", { minutes: "0/0*120" });
  const episode = { openedMinute: LAST - 10, closedMinute: null, closeReason: null, countedFrom: LAST - 10 };
  const figures = { worst: 20, badEvents: 10, totalEvents: 100, budgetSpent: 0.1, targetVersion: 1 };
  const reason = { decisionPath: null, decisionId: null, adrCommit: null };
  saveEpisode(db, "hard", "live", { kind: "budget-exhausted", ...episode, ...figures }, reason);
  ({ sloMetrics } = await import("@/lib/views/slo-metrics"));
  ({ slosPage } = await import("@/lib/views/slos"));
});
afterAll(() => clear());

/** Every series as Prometheus would read it: its name with sorted labels, and the value. */
const seriesOf = (text: string): Map<string, number> =>
  new Map(
    text.split("\n").flatMap((line): [string, number][] => {
      const match = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
      if (!match) return [];
      const labels = [...(match[2] ?? "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(
        ([, name, value]) => `${name}=${value}`,
      );
      return [[`${match[1]} ${labels.sort().join(" ")}`.trim(), Number(match[3])]];
    }),
  );
const scraped = async (now = NOW) => seriesOf(await sloMetrics("https://slo.example", now));
const of = (series: Map<string, number>, name: string, slo: string, more = "") =>
  series.get(`${name} service=shop slo=${slo}${more}`);

test("the series say what the list of SLOs says", async () => {
  const series = await scraped();
  const { items } = await slosPage(READER, NOW, { after: null, limit: null });
  expect(items.map(({ id }) => id)).toEqual(["easy", "hard", "never", "quiet"]);
  for (const item of items) {
    expect(of(series, "plumbline_slo_objective_ratio", item.id)).toBe(item.objective);
    expect(of(series, "plumbline_slo_attainment_ratio", item.id) ?? null).toBe(item.attainment);
    expect(of(series, "plumbline_slo_error_budget_remaining_ratio", item.id) ?? null).toBe(item.budget.remaining);
    expect(of(series, "plumbline_slo_coverage_ratio", item.id) ?? 0).toBe(item.coverage);
    expect(of(series, "plumbline_slo_burn_rate", item.id, " window=6h") ?? null).toBe(item.burn6h);
    for (const verdict of ["breached", "at-risk", "unknown", "no-traffic", "met"])
      expect(of(series, "plumbline_slo_verdict", item.id, ` verdict=${verdict}`)).toBe(
        item.verdict === verdict ? 1 : 0,
      );
  }
  expect(items.map(({ verdict }) => verdict)).toEqual(["met", "breached", "unknown", "no-traffic"]);
});

test("a latency's p95 is in s, and what has no histogram has none", async () => {
  const p95 = (series: Map<string, number>, slo: string) => of(series, "plumbline_slo_latency_p95_seconds", slo);
  const series = await scraped();
  expect(["easy", "hard", "never"].map((slo) => p95(series, slo))).toEqual([0.35, undefined, undefined]);
  expect(p95(await scraped(new Date(NOW.getTime() + 3_600_000)), "easy")).toBeUndefined();
});

test("what is not known has no series, and no 0 or 1 in its place", async () => {
  const names = [...(await scraped()).keys()];
  const figures = (slo: string) =>
    names.filter((name) => name.includes(`slo=${slo}`) && /attainment|remaining|burn_rate|exhaustion/.test(name));
  expect(figures("easy").length).toBeGreaterThan(3);
  expect([figures("never"), figures("quiet")]).toEqual([[], []]);
});

test("an SLO has a bounded number of series, whatever was counted of it", async () => {
  const names = [...(await scraped()).keys()].filter((name) => name.includes("slo=easy"));
  expect(names.length).toBeLessThanOrEqual(20);
});

test("figures that are too old to be believed end, and the verdict says unknown", async () => {
  const later = await scraped(new Date(NOW.getTime() + 3_600_000));
  expect(of(later, "plumbline_slo_attainment_ratio", "easy")).toBeUndefined();
  expect(of(later, "plumbline_slo_verdict", "easy", " verdict=unknown")).toBe(1);
  // A breach that was open stays one.
  expect(of(later, "plumbline_slo_verdict", "hard", " verdict=breached")).toBe(1);
  expect(of(later, "plumbline_slo_final_timestamp_seconds", "easy")).toBe(LAST * 60);
});

test("breaches are counted by service and kind, kinds without one as 0", async () => {
  const series = await scraped();
  const kinds = ["objective-missed", "fast-burn", "slow-burn", "budget-exhausted"];
  expect(kinds.map((kind) => series.get(`plumbline_breaches_open kind=${kind} service=shop`))).toEqual([0, 0, 0, 1]);
});

test("the text of before is given again until something is counted or ages", async () => {
  const text = await sloMetrics("https://slo.example", NOW);
  expect(await sloMetrics("https://slo.example", new Date(NOW.getTime() + 15_000))).toBe(text);
  expect(await sloMetrics("https://other.example", NOW)).not.toBe(text);
});
