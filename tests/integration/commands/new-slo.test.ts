import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openDatabase } from "@/db/client";
import * as tables from "@/db/people";
import * as schema from "@/db/schema";
import type { Actor, Reader } from "@/lib/auth/actor";
import { backfillStep } from "@/lib/evaluator/backfill";
import { tick, type World } from "@/lib/evaluator/tick";
import { prometheus } from "@/lib/gateways/prometheus";
import { queriesOf } from "@/lib/packs/pack";
import { PACKS } from "@/lib/packs/packs";
import { countsIn } from "@/lib/slo/ledger";
import { openBreaches, saveEpisode } from "@/lib/store/breaches";
import type { Database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import { openProposalsCount, openProposalsOf, proposalById } from "@/lib/store/proposals";
import { activeSlos, sloById } from "@/lib/store/slos";
import { freePort, type RunningEngine, startEngine } from "../evaluator/engine";
import { openMetrics, type Series } from "../kinds/samples";

// Whoever asks is looked up again before anything is written; there is no request to look them up by here.
vi.mock("@/lib/auth/actor", async (original) => ({ ...(await original<object>()), currentActor: async () => EDITOR }));

const END = Math.floor(Date.now() / 3_600_000) * 3600;
const START = END - 3 * 3600;
const NOW = new Date(END * 1000);
const LAST = END / 60 - 1;

const instances = ["a:9121", "b:9121"];
const counter = (name: string, labels: Record<string, string>, perSecond: number): Series => ({
  name,
  labels,
  everySeconds: 15,
  value: (second) => (second - START) * perSecond,
});
const bucket = (le: string, perSecond: number): Series =>
  counter("http_request_duration_seconds_bucket", { job: "shop", route: "/", code: "200", le }, perSecond);
const SERIES: Series[] = [
  ...instances.map((instance) => counter("redis_keyspace_hits_total", { job: "redis", instance }, 9)),
  ...instances.map((instance) => counter("redis_keyspace_misses_total", { job: "redis", instance }, 1)),
  counter("redis_keyspace_hits_total", { job: "other", instance: "c:9121" }, 4),
  // Of the offload only one side.
  counter("varnish_main_client_req", { job: "edge" }, 2),
  bucket("0.1", 1),
  bucket("0.25", 3),
  bucket("0.5", 4),
  bucket("+Inf", 4),
  counter("http_request_duration_seconds_count", { job: "shop", route: "/", code: "200" }, 4),
];

let engine: RunningEngine;
let db: Database;
let clear: () => void;
let world: World;
const folder = mkdtempSync(join(tmpdir(), "plumbline-new-slo-"));

beforeAll(async () => {
  engine = await startEngine(openMetrics(SERIES, START, END));
  process.env.PROMETHEUS_URL = engine.url;
  process.env.DATA_DIR = folder;
  process.env.ADR_DIR = resolve("docs/adr");
  db = openDatabase(join(folder, "plumbline.db"), resolve("db/migrations"));
  clear = () => db.$client.close();
  world = { db, engine: prometheus(engine.url, {}), delaySeconds: 60, commitOf: async () => null };
});
afterAll(async () => {
  clear();
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

// What reads the configuration is imported once that is set.
const commands = async () => ({
  ...(await import("@/lib/commands/make-slo")),
  ...(await import("@/lib/commands/make-from-packs")),
  ...(await import("@/lib/commands/redefine-slo")),
  ...(await import("@/lib/commands/retire-slo")),
  ...(await import("@/lib/commands/provision")),
});
const views = async () => ({
  ...(await import("@/lib/views/slo-check")),
  ...(await import("@/lib/views/openslo")),
  ...(await import("@/lib/views/pack-preview")),
  ...(await import("@/lib/views/packs")),
});

const EDITOR = {
  kind: "person",
  id: "p1",
  name: "An editor",
  role: "editor",
  services: ["shop"],
  ip: null,
} as unknown as Actor;
const VIEWER = { ...EDITOR, role: "viewer", services: null } as Actor;
const NOBODY = { ...VIEWER, kind: "anonymous", id: null } as Actor;

const REDIS = PACKS.find(({ id }) => id === "redis-hit-rate");
if (!REDIS) throw new Error("the pack is gone");
const indicator = {
  kind: "ratio",
  counts: REDIS.counts,
  ...queriesOf(REDIS, { labels: { job: "redis" }, status: null, threshold: null }),
};
const DECISION = { path: "docs/adr/0024-performance-and-caching-of-the-platform.md", id: "d2" };
let n = 0;
const body = (changes: Record<string, unknown> = {}) => ({
  id: `hits-${++n}`,
  name: "Hits",
  service: "shop",
  indicator,
  objective: 0.95,
  window: "28d",
  decision: DECISION,
  reason: "First promise.",
  ...changes,
});
const audited = (id: string) =>
  db
    .select()
    .from(tables.audit)
    .all()
    .filter(({ subjectId }) => subjectId === id)
    .map(({ action, actorName }) => `${action} by ${actorName}`);
const count = async (minute: number): Promise<void> => {
  while (!(await tick(world, new Date((minute + 1) * 60_000))));
};

describe("a check", () => {
  test("says what the engine finds, how it is counted and how the last hours would have been", async () => {
    const { sloCheck } = await views();
    const { reason: _, id: __, ...unfinished } = body();
    const found = await sloCheck(EDITOR, unfinished, NOW);
    expect(found).toMatchObject({
      issues: [{ field: "id" }],
      counting: { kind: "ratio", how: "exactly" },
      statement: "≥\u00a095\u202f%",
      document: null,
      dryRun: {
        state: "answered",
        firstSampleAt: new Date((START + 900) * 1000).toISOString(),
        preview: { attainment: expect.closeTo(0.9, 3) },
      },
    });
    expect(found.dryRun?.found.map(({ field, series }) => [field, series])).toEqual([
      ["indicator.part", 2],
      ["indicator.total", 2],
      ["indicator.total", 2],
    ]);
    // Both stand at the same.
    expect(found.dryRun?.found[0]?.samples).toContainEqual({
      labels: { __name__: "redis_keyspace_hits_total", job: "redis", instance: "a:9121" },
      value: 9 * 3 * 3600,
    });
    expect(found.dryRun?.lint.map(({ code }) => code)).toContain("window-longer-than-data");
    expect(db.select().from(schema.slos).all()).toEqual([]);
  });

  test("offers the edges of a histogram, and says where a threshold is none", async () => {
    const { sloCheck } = await views();
    const part = 'http_request_duration_seconds_bucket{job="shop",le="0.25"}';
    const histogram = { kind: "ratio", counts: "good", part, total: 'http_request_duration_seconds_count{job="shop"}' };
    const found = await sloCheck(EDITOR, body({ indicator: histogram }), NOW);
    expect(found).toMatchObject({
      issues: [],
      threshold: 0.25,
      dryRun: { edges: [0.1, 0.25, 0.5], preview: { attainment: expect.closeTo(0.75, 3) } },
    });
    const between = await sloCheck(EDITOR, body({ indicator: histogram, threshold: 0.3 }), NOW);
    expect(between.dryRun?.lint[0]).toMatchObject({ code: "no-such-edge", offers: [0.25, 0.5] });
    expect(between.dryRun?.preview?.attainment).toBeNull();
  });

  test("tells no traffic, no series and no bad events apart", async () => {
    const { sloCheck } = await views();
    const preview = async (changes: Record<string, unknown>) =>
      (await sloCheck(EDITOR, body({ indicator: { ...indicator, ...changes } }), NOW)).dryRun;
    const missing = await preview({ total: "nowhere_total" });
    expect(missing?.preview).toMatchObject({ attainment: null, observed: 0 });
    expect(missing?.lint[0]).toMatchObject({ code: "never-seen", severity: "error" });
    const noneBad = await preview({ counts: "bad", part: 'redis_keyspace_misses_total{job="nowhere"}' });
    expect(noneBad?.preview?.attainment).toBe(1);
    expect(noneBad?.lint[0]).toMatchObject({ code: "never-seen", severity: "warning" });
    // Of two terms, one has no series: the other counts all the same.
    const terms = 'sum(redis_keyspace_misses_total{job="redis"}) + sum(redis_keyspace_misses_total{job="nowhere"})';
    expect((await preview({ counts: "bad", part: terms }))?.preview?.attainment).toBeCloseTo(0.9, 3);
  });

  test("says where a query is wrong, by the grammar or by the engine", async () => {
    const { sloCheck } = await views();
    const bad = await sloCheck(EDITOR, body({ indicator: { ...indicator, part: "sum(rate(a[5m])" } }), NOW);
    expect(bad).toMatchObject({
      issues: [{ field: "indicator.part", line: 1, column: 16, message: expect.stringContaining("closing bracket )") }],
      counting: null,
      dryRun: null,
    });
    // The grammar knows no regular expressions.
    const typed = { kind: "gauge", query: 'a{x=~"(?<"}', op: "lt" };
    const refused = await sloCheck(EDITOR, body({ indicator: typed, threshold: 1 }), NOW);
    expect(refused.dryRun).toMatchObject({ state: "refused", field: "indicator.query" });
    expect(refused.dryRun?.message).toMatch(/refused the query: .*error parsing regexp/);
  });

  test("is for those who may make an SLO of the service", async () => {
    const { sloCheck } = await views();
    await expect(sloCheck(NOBODY, body(), NOW)).rejects.toMatchObject({ code: "not-signed-in" });
    await expect(sloCheck(VIEWER, body(), NOW)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(sloCheck(EDITOR, body({ service: "billing" }), NOW)).rejects.toMatchObject({ code: "not-allowed" });
  });
});

describe("packs", () => {
  const viewOf = async (actor: Actor) => (await views()).packsView(actor as Reader, NOW);
  const offered = async (pack: string) => {
    const offer = (await viewOf(EDITOR)).offers.find((each) => each.pack === pack);
    if (!offer) throw new Error(`${pack} is not offered`);
    const { made: _, instances: __, ...slo } = offer;
    return { ...slo, id: `ready-${++n}` };
  };

  test("say which of them the engine has, what to choose by, and which lack something", async () => {
    const { items, engineProblem, asked } = await viewOf(EDITOR);
    expect([engineProblem, asked]).toEqual([null, true]);
    const found = items.filter((each) => each.found);
    expect(found.map(({ id }) => id)).toEqual([
      "redis-hit-rate",
      "varnish-offload",
      "http-latency",
      "http-availability",
    ]);
    expect(found.map(({ missing }) => missing)).toEqual([[], ["varnish_main_backend_req"], [], []]);
    expect(items[0]?.values).toEqual({ instance: ["a:9121", "b:9121", "c:9121"], job: ["other", "redis"] });
    expect(items[0]?.jobs).toMatchObject([
      { job: "other", instances: 1, unavailable: "it has no redis_keyspace_misses_total" },
      { job: "redis", instances: 2, unavailable: null },
    ]);
    expect(found[2]).toMatchObject({ edges: [0.1, 0.25, 0.5], threshold: 0.25 });
    expect(found[3]).toMatchObject({ status: "code", values: { route: ["/"] } });
    const viewer = await viewOf(VIEWER);
    expect(viewer.items.every((each) => each.found === null)).toBe(true);
    expect([viewer.asked, viewer.offers]).toEqual([false, []]);
  });

  test("whose metrics are there in part are not offered, and say what they lack", async () => {
    const { items, offers } = await viewOf(EDITOR);
    const inPart = items.filter(({ missing }) => missing.length > 0);
    expect(inPart.length).toBeGreaterThan(0);
    expect(inPart.every(({ id }) => offers.every(({ pack }) => pack !== id))).toBe(true);
    // The job without misses is not: another job's would never be counted with its hits, which would stay at 100 %.
    expect(offers.map(({ pack, labels, id, service }) => [pack, labels.job, id, service])).toEqual([
      ["redis-hit-rate", "redis", "redis-hit-rate-redis", "shop"],
      ["http-latency", "shop", "http-latency", "shop"],
      ["http-availability", "shop", "http-availability", "shop"],
    ]);
  });

  test("are previewed for those who could make them, without keeping anything", async () => {
    const { packPreview } = await views();
    const ask = (actor: Actor, pack: string, labels = { job: "redis" }) =>
      packPreview(actor as Reader, pack, { labels, status: null, threshold: null }, NOW);
    const { preview, problem } = await ask(EDITOR, "redis-hit-rate");
    expect(problem).toBeNull();
    expect(preview?.attainment).toBeCloseTo(0.9, 6);
    expect((await ask(EDITOR, "varnish-hit-rate")).preview).toMatchObject({ attainment: null, observed: 0 });
    await expect(ask(VIEWER, "redis-hit-rate")).rejects.toMatchObject({ code: "not-allowed" });
    await expect(ask(EDITOR, "no-such-pack")).rejects.toMatchObject({ code: "not-found" });
  });

  test("are made several at once, each with its document, and are known then", async () => {
    const { makeFromPacks } = await commands();
    const slos = [await offered("redis-hit-rate"), { ...(await offered("http-latency")), objective: 0.7 }];
    const { made } = await makeFromPacks(EDITOR, { slos, decision: DECISION }, NOW);
    expect(made).toEqual(slos.map(({ id }) => id));
    expect(made.map((id) => sloById(db, id))).toMatchObject([
      { source: "app", targets: [{ objective: 0.95, decisionId: "d2", reason: "Made from ready-made SLOs." }] },
      { sli: { kind: "latency" }, targets: [{ objective: 0.7, threshold: 0.25 }] },
    ]);
    const again = (await viewOf(EDITOR)).offers.find(({ pack }) => pack === "http-latency");
    expect(again?.made?.id).toBe(made[1]);
  });

  test("are made all or not at all: nothing of what is wrong in part, taken, or somebody else's", async () => {
    const { makeFromPacks } = await commands();
    const good = await offered("redis-hit-rate");
    const other = await offered("http-availability");
    const before = activeSlos(db).length;
    const tried = async (second: object) => makeFromPacks(EDITOR, { slos: [good, { ...other, ...second }] }, NOW);
    await expect(tried({ objective: 1.5 })).rejects.toMatchObject({
      code: "bad-input",
      details: { issues: [{ field: "slos.1.objective" }] },
    });
    for (const status of ["handler", "$&", null])
      await expect(tried({ status })).rejects.toMatchObject({
        code: "bad-input",
        details: { issues: [{ field: "slos.1.status", message: "is none of code, status_code, status" }] },
      });
    await expect(tried({ id: good.id })).rejects.toMatchObject({ code: "conflict" });
    await expect(tried({ service: "billing" })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(makeFromPacks(VIEWER, { slos: [good] }, NOW)).rejects.toMatchObject({ code: "not-allowed" });
    expect(activeSlos(db).length).toBe(before);
  });
});

describe("an SLO that is made", () => {
  test("is counted from the next tick on with true counts, its history too, and reads back from its document", async () => {
    const [{ makeSlo }, { openSloOf }] = [await commands(), await views()];
    const { id } = await makeSlo(EDITOR, body(), NOW);
    expect(sloById(db, id)).toMatchObject({
      source: "app",
      targets: [
        {
          version: 1,
          objective: 0.95,
          author: "An editor",
          reason: "First promise.",
          decisionPath: DECISION.path,
          adrCommit: expect.stringMatching(/^[0-9a-f]{40}$/),
        },
      ],
    });
    expect(audited(id)).toEqual(["slo.made by An editor"]);
    await count(LAST - 10);
    await count(LAST);
    while (await backfillStep(world, async () => {}));
    const slo = sloById(db, id);
    const counts = countsIn(storedLedger(db, slo?.sliId ?? 0), LAST - 60, LAST);
    expect(counts).toMatchObject({ total: 2 * 10 * 3600, observedSeconds: 3600 });
    expect(counts.good).toBeCloseTo(2 * 9 * 3600, 6);
    const document = openSloOf(EDITOR as Reader, NOW, id)?.document ?? "";
    expect(document).toBe(slo?.document);
    const again = await makeSlo(EDITOR, { document: document.replaceAll(id, `${id}-again`), reason: "Again." }, NOW);
    expect(sloById(db, again.id)?.sli).toEqual(slo?.sli);
  });

  test("is refused where its id is taken, its service is another's, or the engine will never answer it", async () => {
    const { makeSlo } = await commands();
    const made = body();
    await makeSlo(EDITOR, made, NOW);
    const before = db.select().from(tables.audit).all().length;
    const refused: [Actor, Record<string, unknown>, string][] = [
      [EDITOR, made, "conflict"],
      [EDITOR, body({ service: "billing" }), "not-allowed"],
      [VIEWER, body(), "not-allowed"],
      [NOBODY, {}, "not-signed-in"],
      [EDITOR, body({ reason: " " }), "bad-input"],
      [EDITOR, body({ objective: 95 }), "bad-input"],
      [EDITOR, body({ indicator: { kind: "gauge", query: 'a{x=~"(?<"}', op: "lt" }, threshold: 1 }), "bad-input"],
    ];
    for (const [actor, sent, code] of refused) await expect(makeSlo(actor, sent, NOW)).rejects.toMatchObject({ code });
    expect(db.select().from(tables.audit).all()).toHaveLength(before);
  });

  test("can be made while the engine is silent, and nothing of it is called healthy", async () => {
    const port = await freePort();
    const { config } = await import("@/lib/config");
    const known = config();
    const { prometheusUrl } = known;
    known.prometheusUrl = `http://127.0.0.1:${port}`;
    try {
      const [{ makeSlo }, { sloCheck }] = [await commands(), await views()];
      const check = await sloCheck(EDITOR, body(), NOW);
      expect(check).toMatchObject({ issues: [], dryRun: { state: "silent", preview: null } });
      const { id } = await makeSlo(EDITOR, body(), NOW);
      expect(activeSlos(db).some((slo) => slo.id === id)).toBe(true);
    } finally {
      known.prometheusUrl = prometheusUrl;
    }
  });

  test("begins a new count with a changed query, and closes what was open by the old one", async () => {
    const [{ makeSlo, redefineSlo }, { openSloOf }] = [await commands(), await views()];
    const { id } = await makeSlo(EDITOR, body(), NOW);
    const etag = openSloOf(EDITOR as Reader, NOW, id)?.etag ?? "";
    const change = { name: "Hits of all", service: "shop", indicator, reason: "Called by its name." };
    await expect(redefineSlo(EDITOR, id, null, change, NOW)).rejects.toMatchObject({ code: "version-required" });
    await expect(redefineSlo(EDITOR, id, "*", change, NOW)).rejects.toMatchObject({ code: "version-required" });
    const renamed = await redefineSlo(EDITOR, id, `"older", W/${etag}`, change, NOW);
    expect(renamed).toMatchObject({ newCount: false });
    await expect(redefineSlo(EDITOR, id, etag, change, NOW)).rejects.toMatchObject({
      code: "stale",
      details: { etag: renamed.etag, document: expect.stringContaining("Hits of all") },
    });
    const target = { decisionPath: null, decisionId: null, adrCommit: null };
    const none = { closedMinute: null, closeReason: null, worst: 0.5, budgetSpent: null };
    const episode = {
      kind: "objective-missed",
      openedMinute: 100,
      countedFrom: 95,
      badEvents: 1,
      totalEvents: 2,
      targetVersion: 1,
    } as const;
    saveEpisode(db, id, "live", { ...episode, ...none }, target);
    const others = {
      ...indicator,
      part: "redis_keyspace_hits_total",
      total: "sum(redis_keyspace_hits_total) + sum(redis_keyspace_misses_total)",
    };
    const redefined = await redefineSlo(EDITOR, id, renamed.etag, { ...change, indicator: others }, NOW);
    expect(redefined).toMatchObject({ newCount: true });
    expect(sloById(db, id)).toMatchObject({ sliVersion: 2, targets: [{ version: 1 }] });
    expect(openBreaches(db).filter(({ sloId }) => sloId === id)).toEqual([]);
    expect(audited(id)).toHaveLength(3);
  });

  test("is retired by hand alone, and its ledger stays", async () => {
    const { makeSlo, retireSlo } = await commands();
    const { id } = await makeSlo(EDITOR, body(), NOW);
    await count(LAST);
    const { sliId } = sloById(db, id) ?? { sliId: 0 };
    await expect(retireSlo(VIEWER, id, NOW)).rejects.toMatchObject({ code: "not-allowed" });
    await retireSlo(EDITOR, id, NOW);
    expect(activeSlos(db).some((slo) => slo.id === id)).toBe(false);
    expect(storedLedger(db, sliId).last()).not.toBeNull();
    await expect(retireSlo(EDITOR, id, NOW)).rejects.toMatchObject({ code: "not-found" });
    await expect(makeSlo(EDITOR, body({ id }), NOW)).rejects.toMatchObject({ code: "conflict" });
  });

  test("takes its proposals along when it is retired, and none of a retired one waits", async () => {
    const { makeSlo, retireSlo } = await commands();
    const { proposeTarget } = await import("@/lib/commands/propose-target");
    const { proposalsView } = await import("@/lib/views/proposals");
    const { id } = await makeSlo(EDITOR, body(), NOW);
    const draft = {
      objective: 0.97,
      threshold: null,
      window: "28d",
      decision: null,
      reason: "Better.",
      asDrift: false,
    };
    const proposal = await proposeTarget(VIEWER, id, draft, NOW);
    const waiting = async () =>
      (await proposalsView(EDITOR as Reader, NOW, { state: null, before: null })).items.filter(
        ({ slo }) => slo.id === id,
      );
    expect(await waiting()).toMatchObject([{ id: proposal.id }]);
    await retireSlo(EDITOR, id, NOW);
    expect(await waiting()).toEqual([]);
    expect(proposalById(db, proposal.id)).toMatchObject({ state: "declined", decidedBy: "An editor" });
    expect(audited(id)).toEqual(["slo.made by An editor", "slo.retired by An editor"]);
    expect(audited(String(proposal.id))).toEqual(["proposal.made by An editor", "proposal.declined by An editor"]);
    // One that an older version left open.
    db.update(schema.proposals).set({ state: "open" }).where(eq(schema.proposals.id, proposal.id)).run();
    expect(await waiting()).toEqual([]);
    expect(openProposalsCount(db)).toBe(0);
  });

  test("is made, changed and retired as soon as another process that writes is done", async () => {
    const [{ makeSlo, redefineSlo, retireSlo }, { openSloOf }] = [await commands(), await views()];
    // Longer than one attempt waits.
    const whileWritten = async <T>(act: () => Promise<T>): Promise<T> => {
      db.$client.exec("BEGIN IMMEDIATE");
      const done = wait(1_000).then(() => db.$client.exec("COMMIT"));
      const [acted] = await Promise.allSettled([act(), done]);
      if (acted.status === "rejected") throw acted.reason;
      return acted.value;
    };
    const { id } = await whileWritten(() => makeSlo(EDITOR, body(), NOW));
    const etag = openSloOf(EDITOR as Reader, NOW, id)?.etag ?? "";
    const change = { name: "Hits of all", service: "shop", indicator, reason: "Called by its name." };
    expect(await whileWritten(() => redefineSlo(EDITOR, id, etag, change, NOW))).toMatchObject({ newCount: false });
    expect(await whileWritten(() => retireSlo(EDITOR, id, NOW))).toMatchObject({ id });
  });
});

describe("what SLO_DIR holds", () => {
  let slos: string;
  beforeEach(() => {
    slos = mkdtempSync(join(folder, "slos-"));
  });

  test("takes an SLO over that was made in the app and counts the same, and its count goes on", async () => {
    const [{ makeSlo, provision, retireSlo, redefineSlo }, { openSloOf }] = [await commands(), await views()];
    const { id } = await makeSlo(EDITOR, body(), NOW);
    const { sliId } = sloById(db, id) ?? {};
    // Files know nothing of it: it stays.
    expect(await provision(db, [slos], NOW)).toEqual([]);
    expect(activeSlos(db).some((slo) => slo.id === id)).toBe(true);
    writeFileSync(join(slos, "moved.yaml"), openSloOf(EDITOR as Reader, NOW, id)?.document ?? "");
    expect(await provision(db, [slos], NOW)).toEqual([]);
    expect(sloById(db, id)).toMatchObject({
      sliId,
      source: expect.stringMatching(/moved[.]yaml$/),
      document: null,
      targets: [{ version: 1 }],
    });
    await expect(retireSlo(EDITOR, id, NOW)).rejects.toMatchObject({ code: "conflict" });
    await expect(redefineSlo(EDITOR, id, '"a"', {}, NOW)).rejects.toMatchObject({ code: "conflict" });
    unlinkSync(join(slos, "moved.yaml"));
    await provision(db, [slos], NOW);
    expect(activeSlos(db).some((slo) => slo.id === id)).toBe(false);
  });

  test("does not take an SLO over that counts something else: that is a problem, and nothing is lost", async () => {
    const [{ makeSlo, provision }, { openSloOf }] = [await commands(), await views()];
    const { id } = await makeSlo(EDITOR, body(), NOW);
    const before = sloById(db, id);
    const document = openSloOf(EDITOR as Reader, NOW, id)?.document ?? "";
    writeFileSync(join(slos, "other.yaml"), document.replaceAll("redis_keyspace_hits_total", "other_hits_total"));
    expect(await provision(db, [slos], NOW)).toMatchObject([
      { subject: expect.stringMatching(/other[.]yaml$/), message: expect.stringContaining("made in the app as Hits") },
    ]);
    expect(sloById(db, id)).toEqual(before);
  });

  test("begins an SLO anew that was retired in the app and counts the same: the file's target comes into force", async () => {
    const [{ makeSlo, provision, retireSlo }, { openSloOf }] = [await commands(), await views()];
    const { id } = await makeSlo(EDITOR, body(), NOW);
    const { sliId } = sloById(db, id) ?? {};
    const document = openSloOf(EDITOR as Reader, NOW, id)?.document ?? "";
    await retireSlo(EDITOR, id, NOW);
    writeFileSync(join(slos, "again.yaml"), document.replace("target: 0.95", "target: 0.9"));
    expect(await provision(db, [slos], NOW)).toEqual([]);
    expect(activeSlos(db).find((slo) => slo.id === id)).toMatchObject({
      sliId,
      targets: [
        { version: 1, objective: 0.95 },
        { version: 2, objective: 0.9, author: expect.stringMatching(/again[.]yaml$/) },
      ],
    });
    expect(openProposalsOf(db, id)).toEqual([]);
    expect(audited(id).slice(2)).toEqual(["slo.made", "target.changed"].map((each) => `${each} by ${slos}/again.yaml`));
  });

  test("does not take over what was retired in the app and counts something else", async () => {
    const [{ makeSlo, provision, retireSlo }, { openSloOf }] = [await commands(), await views()];
    const { id } = await makeSlo(EDITOR, body(), NOW);
    const document = openSloOf(EDITOR as Reader, NOW, id)?.document ?? "";
    await retireSlo(EDITOR, id, NOW);
    writeFileSync(join(slos, "other.yaml"), document.replaceAll("redis_keyspace_hits_total", "other_hits_total"));
    expect(await provision(db, [slos], NOW)).toMatchObject([
      { message: expect.stringContaining("is retired"), wayOut: expect.stringContaining("another metadata.name") },
    ]);
    expect(activeSlos(db).some((slo) => slo.id === id)).toBe(false);
  });
});
