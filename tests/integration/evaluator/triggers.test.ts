import { describe, expect, test } from "vitest";
import { readAdr } from "@/lib/adr/record";
import { evaluateTriggers } from "@/lib/evaluator/triggers";
import type { World } from "@/lib/evaluator/world";
import { prometheus } from "@/lib/gateways/prometheus";
import { auditOf } from "@/lib/store/audit";
import { saveEpisode } from "@/lib/store/breaches";
import { cursorOf, saveCursor } from "@/lib/store/cursors";
import { appendRows } from "@/lib/store/ledger";
import { addOutcome, addRevisit } from "@/lib/store/revisits";
import { activeSlos } from "@/lib/store/slos";
import { allTriggerStates, triggerFiringsOf } from "@/lib/store/triggers";
import { catchUp, slo, worldOf } from "../truth/world";
import { engineOf, scrapes, series, steady, up } from "./samples";

const DAY = 1440;
const M = Date.UTC(2026, 0, 12, 12) / 60_000;
const NOBODY = "http://127.0.0.1:9";
const PATH = "docs/adr/0001-shop.md";

const recordWith = (triggers: string) =>
  readAdr(
    PATH,
    `---
status: accepted
decisions:
  d1: { title: Stay up, status: accepted }
  d2: { title: Gone, status: superseded }
targets:
  t1: { decision: d1, slo: availability, objective: 0.95, window: 7d }
triggers:
${triggers}
---
# Shop
`,
  );

const withRecord = (world: World, triggers: string): World => ({
  ...world,
  records: async () => [recordWith(triggers)],
});
/** Looks when `minute` has just become final. */
const look = (world: World, minute: number) => evaluateTriggers(world, new Date((minute + 1) * 60_000));
const state = ({ db }: World, id: string) => allTriggerStates(db).get(`${PATH}#${id}`);

/** Somebody keeps a decision, or ends it, at the end of a minute. */
function decide({ db }: World, minute: number, more: { decisionId?: string; outcome?: "retire" } = {}): void {
  const by = { startedBy: "a test", startedById: "a test", cutOffMinute: minute, agenda: [] };
  addRevisit(db, { quarter: "2026-Q1", startedAt: minute * 60_000, ...by });
  addOutcome(db, {
    quarter: "2026-Q1",
    path: PATH,
    decisionId: "d1",
    outcome: "keep",
    reason: "It stands.",
    names: ["a test"],
    nextDue: more.outcome ? null : "2026-06-01",
    fileDue: null,
    successorTitle: null,
    successorPath: null,
    followUpId: null,
    evidence: {},
    corrects: null,
    author: "a test",
    authorId: "a test",
    createdAt: (minute + 1) * 60_000 + 1,
    ...more,
  });
}

describe("a condition of the engine", () => {
  const DOWN = '  r1: { decision: d1, when: promql, query: "up == 0", for: 10m }';

  /** A shop that is down in these minutes (from, to]. */
  async function shopDown(...spans: [number, number][]): Promise<World> {
    const at = scrapes(M - 60, M + 240, 30);
    const isDown = (second: number) => spans.some(([from, to]) => second > from * 60 && second <= to * 60);
    const url = await engineOf([series("up", { job: "shop" }, at, (second) => (isDown(second) ? 0 : 1))]);
    return withRecord(worldOf(url, []), DOWN);
  }

  test("fires once when it has held for as long as it says, with what was measured, and is audited", async () => {
    const world = await shopDown([M + 5, M + 60]);
    let fired = 0;
    for (let minute = M; minute <= M + 15; minute++) fired += await look(world, minute);
    expect([fired, state(world, "r1")?.standing]).toEqual([0, "holding"]);
    for (let minute = M + 16; minute <= M + 40; minute++) fired += await look(world, minute);
    expect(fired).toBe(1);
    const [firing] = triggerFiringsOf(world.db);
    expect(firing).toMatchObject({ path: PATH, decisionId: "d1", triggerId: "r1", measured: { since: M + 6 } });
    expect(firing?.reason).toMatch(/^up == 0 has held since 12 Jan 2026, 12:06 UTC, 10.min\.$/);
    expect(auditOf(world.db, "decision", `${PATH}#d1`)).toMatchObject([
      { action: "trigger.fired", actorKind: "system" },
    ]);
  });

  test("does not fire again while it goes on after somebody decided, and does when it comes again", async () => {
    const world = await shopDown([M, M + 60], [M + 80, M + 140]);
    let fired = 0;
    for (let minute = M; minute <= M + 20; minute++) fired += await look(world, minute);
    decide(world, M + 20);
    for (let minute = M + 21; minute <= M + 79; minute++) fired += await look(world, minute);
    expect(fired).toBe(1);
    for (let minute = M + 80; minute <= M + 100; minute++) fired += await look(world, minute);
    expect(fired).toBe(2);
  });

  test("of a whole record fires again after an outcome, though another of its decisions was ended long before", async () => {
    const world = await shopDown([M, M + 20], [M + 40, M + 80]);
    const record = readAdr(
      PATH,
      `---
status: accepted
decisions: { d1: { title: One, status: accepted }, d3: { title: Three, status: accepted } }
triggers: { r1: { when: promql, query: "up == 0", for: 10m } }
---
# Shop
`,
    );
    const all = { ...world, records: async () => [record] };
    decide(world, M - 10, { outcome: "retire" });
    let fired = 0;
    for (let minute = M; minute <= M + 20; minute++) fired += await look(all, minute);
    expect(fired).toBe(1);
    decide(world, M + 20, { decisionId: "d3" });
    for (let minute = M + 21; minute <= M + 60; minute++) fired += await look(all, minute);
    expect(fired).toBe(2);
  });

  test("does not fire again, though it comes again, while nobody has decided", async () => {
    const world = await shopDown([M, M + 20], [M + 40, M + 80]);
    let fired = 0;
    for (let minute = M; minute <= M + 70; minute += 5) fired += await look(world, minute);
    expect(fired).toBe(1);
    expect(state(world, "r1")).toMatchObject({ standing: "met", holdsSince: M + 41 });
  });

  test("is looked at minute by minute where some were missed", async () => {
    const world = await shopDown([M + 1, M + 5], [M + 8, M + 16]);
    await look(world, M);
    // Held at both looks, and not in between.
    await look(world, M + 12);
    expect(state(world, "r1")).toMatchObject({ standing: "holding", holdsSince: M + 9 });
  });

  test("is unknown, and neither ends nor fires, while the engine is silent", async () => {
    const world = await shopDown([M, M + 60]);
    for (let minute = M; minute <= M + 5; minute++) await look(world, minute);
    const silent = { ...world, engine: prometheus(NOBODY, {}) };
    for (let minute = M + 6; minute <= M + 30; minute++) expect(await look(silent, minute)).toBe(0);
    expect(state(world, "r1")).toMatchObject({ standing: "unknown", holdsSince: M + 1, checkedMinute: M + 5 });
    expect(state(world, "r1")?.says).toMatch(/^Not known: 127.0.0.1:9 does not answer/);
    expect(await look(world, M + 31)).toBe(1);
  });

  test("of an engine whose samples come late is looked at when they have come", async () => {
    const late = 20 * 60;
    const world = await shopDown([M, M + 60]);
    const record = DOWN.replace("when: promql", "when: promql, engine: eu");
    /** As the engine was at that time: what lies within its delay has not come yet. */
    const at = (minute: number): World => {
      const range: World["engine"]["range"] = async (promql, from, to, step) =>
        (await world.engine.range(promql, from, to, step)).map(({ labels, values }) => ({
          labels,
          values: values.filter(([second]) => second <= (minute + 1) * 60 - late),
        }));
      return {
        ...withRecord(world, record),
        engine: prometheus(NOBODY, {}),
        engines: new Map([["eu", { engine: { name: "eu", range }, delaySeconds: late }]]),
      };
    };
    let fired = 0;
    for (let minute = M; minute <= M + 40; minute++) fired += await look(at(minute), minute);
    expect(fired).toBe(1);
    expect(triggerFiringsOf(world.db)[0]?.measured).toMatchObject({ since: M + 1 });
  });

  test("that the engine refuses is unknown, and spoils no other", async () => {
    const both = `${DOWN}\n  r2: { decision: d1, when: promql, query: "nothing_like_this(up)" }`;
    const refused = `${DOWN}\n  r2: { decision: d1, when: promql, query: 'up{x=~"(?<"}' }`;
    const world = await shopDown([M, M + 60]);
    for (const record of [both, refused]) for (let i = 0; i <= 3; i++) await look(withRecord(world, record), M + i);
    expect(state(world, "r2")).toMatchObject({ standing: "unknown", says: expect.stringMatching(/refused the query/) });
    expect(state(world, "r1")?.standing).toBe("holding");
  });
});

describe("periods of the ledger", () => {
  const TWICE = "  r1: { target: t1, when: budget-exhausted, periods: 2 }";
  const MIDNIGHT = Math.floor(M / DAY) * DAY;

  /** 1,000 requests a day for three weeks up to now; so many fail on each day of a week, the oldest first. */
  async function counted(bad: number[], { replayed = true } = {}): Promise<World> {
    const at = scrapes(M - 10, M + 10, 30);
    const url = await engineOf([
      up({ job: "shop" }, at),
      steady("served", { job: "shop" }, at, M - 10, 60),
      series("failed", { job: "shop" }, at, () => 0),
    ]);
    const world = worldOf(url, [slo("availability", "bad", 'failed{job="shop"}', 'served{job="shop"}')]);
    await catchUp(world, M);
    const found = activeSlos(world.db)[0];
    const cursor = found && cursorOf(world.db, found.sliId);
    if (!found || !cursor) throw new Error("nothing is counted");
    let [good, total] = [0, 0];
    const rows = bad
      .toReversed()
      .flatMap((failed, week) =>
        Array.from({ length: 7 }, (_, day) => {
          const minute = MIDNIGHT - (week * 7 + day) * DAY - 1;
          const row = { minute, good, total, observedSeconds: -(week * 7 + day) * DAY * 60, buckets: null };
          good -= 1000 - failed;
          total -= 1000;
          return { ...row, carried: false };
        }),
      )
      .concat({
        minute: MIDNIGHT - bad.length * 7 * DAY - 1,
        good: -bad.reduce((sum, failed) => sum + 7 * (1000 - failed), 0),
        total: -bad.length * 7000,
        observedSeconds: -bad.length * 7 * DAY * 60,
        buckets: null,
        carried: false,
      });
    appendRows(world.db, found.sliId, rows.toReversed());
    saveCursor(world.db, { ...cursor, replayed, backfilledTo: MIDNIGHT - bad.length * 7 * DAY });
    return withRecord(world, TWICE);
  }

  test("fire once, with each period in the reason, and not again before somebody decided", async () => {
    const world = await counted([0, 80, 100]);
    expect(await look(world, M)).toBe(1);
    expect(await look(world, M + 1)).toBe(0);
    expect(await look(world, M + DAY)).toBe(0);
    expect(triggerFiringsOf(world.db)).toMatchObject([
      {
        decisionId: "d1",
        reason: expect.stringMatching(
          /^availability: the budget was exhausted in 2 periods running, 29 Dec to 4 Jan 2026 \(60.% over, 99.% observed\) and 5 Jan to 11 Jan 2026 \(100.% over/,
        ),
      },
    ]);
    decide(world, M);
    expect(await look(world, M + 1)).toBe(0);
    expect(state(world, "r1")?.standing).toBe("not-met");
  });

  test("that breaches of the backfill would call for, and budgets do not, fire nothing (rule 17)", async () => {
    const world = await counted([0, 10, 10]);
    const figures = { worst: 0.5, badEvents: 900, totalEvents: 1000, budgetSpent: 9, targetVersion: 1 };
    const reason = { decisionPath: PATH, decisionId: "d1", adrCommit: null };
    for (const [i, kind] of (["objective-missed", "budget-exhausted"] as const).entries())
      saveEpisode(
        world.db,
        "availability",
        "backfill",
        { kind, openedMinute: M - 9000 + i, closedMinute: M - 100, closeReason: "", countedFrom: M - 9000, ...figures },
        reason,
      );
    expect(await look(world, M)).toBe(0);
    expect(state(world, "r1")).toMatchObject({ standing: "not-met" });
  });

  test("are unknown while history is still counted, and where too little of it was observed", async () => {
    const early = await counted([100, 100, 100], { replayed: false });
    expect(await look(early, M)).toBe(0);
    expect(state(early, "r1")).toMatchObject({
      standing: "unknown",
      says: expect.stringMatching(/still being counted/),
    });
    const short = await counted([100]);
    expect(await look(short, M)).toBe(0);
    expect(state(short, "r1")).toMatchObject({
      standing: "unknown",
      says: expect.stringMatching(/too little was observed of 29 Dec to 4 Jan 2026 \(0.% observed\)/),
    });
  });
});

test("a day fires once, a cost is said not to be evaluated, and what is superseded is not looked at", async () => {
  const world = withRecord(
    worldOf(NOBODY, []),
    `  r1: { decision: d1, when: date, date: 2026-01-12 }
  r2: { decision: d1, when: cost-above, value: 100 EUR/month }
  r3: { decision: d2, when: date, date: 2026-01-01 }`,
  );
  expect(await look(world, M - DAY)).toBe(0);
  expect(await look(world, M)).toBe(1);
  expect(await look(world, M + 2 * DAY)).toBe(0);
  decide(world, M + 2 * DAY);
  expect(await look(world, M + 3 * DAY)).toBe(0);
  expect(state(world, "r2")).toMatchObject({
    standing: "not-evaluated",
    says: "Not evaluated: COSTS_DIR names no cost plan.",
  });
  expect(state(world, "r3")).toBeUndefined();
});

test("what an outcome has ended is not looked at, though its record does not say so yet", async () => {
  const of = (decision: string) => `  r1: { ${decision}when: date, date: 2026-01-12 }`;
  const world = worldOf(NOBODY, []);
  decide(world, M - DAY, { outcome: "retire" });
  expect(await look(withRecord(world, of("decision: d1, ")), M)).toBe(0);
  expect(await look(withRecord(world, of("")), M), "of the whole record").toBe(0);
  expect(state(world, "r1")).toBeUndefined();
});
