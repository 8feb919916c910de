import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "@/db/client";
import * as tables from "@/db/people";
import { provision } from "@/lib/commands/provision";
import type { Episode } from "@/lib/slo/breach";
import { openBreaches, saveEpisode } from "@/lib/store/breaches";
import type { Database } from "@/lib/store/database";
import { addExclusion, exclusionsOf } from "@/lib/store/exclusions";
import { problems } from "@/lib/store/problems";
import { activeSlos, saveSli } from "@/lib/store/slos";

let folder: string;
let db: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-provision-"));
  db = openDatabase(join(folder, "plumbline.db"), resolve("db/migrations"));
});
afterEach(() => {
  db.$client.close();
  rmSync(folder, { recursive: true, force: true });
});

const document = ({
  name = "hits",
  service = "shop",
  query = "hits_total",
  target = 0.95,
  exclusions = "[]",
} = {}): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name}, annotations: { plumbline.dev/decision: "docs/adr/0001-caching.md#d1", plumbline.dev/exclusions: '${exclusions}' } }
spec:
  service: ${service}
  indicator: { spec: { ratioMetric: { good: { metricSource: { spec: { query: ${query} } } }, total: { metricSource: { spec: { query: reads_total } } } } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: ${target} }]
`;
const write = (text: string, name = "slo.yaml"): void => writeFileSync(join(folder, name), text);
const start = (at: string) => provision(db, [folder], new Date(at));
const breach: Episode = {
  kind: "objective-missed",
  openedMinute: 100,
  countedFrom: 95,
  closedMinute: null,
  closeReason: null,
  worst: 0.5,
  badEvents: 1,
  totalEvents: 2,
  budgetSpent: 0.1,
  targetVersion: 1,
};
const open = (): void =>
  saveEpisode(db, "hits", "live", breach, { decisionPath: null, decisionId: null, adrCommit: null });

test("the same files, read again, change nothing", async () => {
  write(document());
  expect(await start("2026-01-01T00:00:00Z")).toEqual([]);
  const before = activeSlos(db);
  await start("2026-01-02T00:00:00Z");
  expect(activeSlos(db)).toEqual(before);
  expect(before).toMatchObject([
    {
      id: "hits",
      targets: [{ version: 1, objective: 0.95, decisionPath: "docs/adr/0001-caching.md", decisionId: "d1" }],
    },
  ]);
});

test("a target that changed in its file becomes the next version, in force from then on", async () => {
  write(document());
  await start("2026-01-01T00:00:00Z");
  write(document({ target: 0.97 }));
  await start("2026-01-02T00:00:00Z");
  expect(activeSlos(db)[0]?.targets).toMatchObject([
    { version: 1, objective: 0.95 },
    { version: 2, objective: 0.97, inForceFrom: Date.parse("2026-01-02T00:00:00Z") },
  ]);
});

test("a file with a mistake is named with its line, and what it defined before stays in force", async () => {
  write(document());
  await start("2026-01-01T00:00:00Z");
  write(document({ target: 95 }));
  const found = await start("2026-01-02T00:00:00Z");
  expect(found).toMatchObject([
    {
      subject: expect.stringMatching(/slo\.yaml:8$/),
      message: expect.stringContaining("spec.objectives[0].target is not between 0 and 1"),
    },
  ]);
  expect(problems(db)).toEqual(found);
  expect(activeSlos(db)).toMatchObject([{ id: "hits", targets: [{ objective: 0.95 }] }]);
});

test("one name in two files is refused the second time, naming the first", async () => {
  write(document(), "a.yaml");
  write(document({ target: 0.5 }), "b.yaml");
  expect(await start("2026-01-01T00:00:00Z")).toMatchObject([
    { subject: expect.stringContaining("b.yaml"), message: expect.stringContaining("a.yaml") },
  ]);
  expect(activeSlos(db)).toMatchObject([{ targets: [{ objective: 0.95 }] }]);
});

test("an SLO that no file defines any more is retired, and what was open on it is closed", async () => {
  write(document());
  await start("2026-01-01T00:00:00Z");
  open();
  unlinkSync(join(folder, "slo.yaml"));
  await start("2026-01-02T00:00:00Z");
  expect(activeSlos(db)).toEqual([]);
  expect(openBreaches(db)).toEqual([]);
});

test("a folder that cannot be read retires nothing", async () => {
  write(document());
  await start("2026-01-01T00:00:00Z");
  const found = await provision(db, [join(folder, "gone")], new Date("2026-01-02T00:00:00Z"));
  expect(found).toMatchObject([{ subject: expect.stringContaining("SLO_DIR") }]);
  expect(activeSlos(db)).toHaveLength(1);
});

test("a changed query begins a new count and closes what was open by the old one", async () => {
  write(document());
  await start("2026-01-01T00:00:00Z");
  const before = activeSlos(db)[0];
  open();
  await start("2026-01-02T00:00:00Z");
  expect(openBreaches(db)).toHaveLength(1);
  write(document({ query: "other_hits_total" }));
  await start("2026-01-03T00:00:00Z");
  expect(activeSlos(db)[0]?.sliId).not.toBe(before?.sliId);
  expect(openBreaches(db)).toEqual([]);
});

test("the audit log tells of an SLO that is called or counted otherwise, and of one that comes back", async () => {
  const told = () =>
    db
      .select()
      .from(tables.audit)
      .all()
      .map(({ action, detail }) => ({ action, detail }));
  write(document());
  await start("2026-01-01T00:00:00Z");
  await start("2026-01-02T00:00:00Z");
  expect(told()).toMatchObject([{ action: "slo.made" }]);
  write(document({ service: "edge", query: "other_hits_total" }));
  await start("2026-01-03T00:00:00Z");
  unlinkSync(join(folder, "slo.yaml"));
  await start("2026-01-04T00:00:00Z");
  write(document());
  await start("2026-01-05T00:00:00Z");
  const [edge, shop] = [
    { service: "edge", sli: { queries: { part: "other_hits_total" } } },
    { service: "shop", sli: { queries: { part: "hits_total" } } },
  ];
  expect(told().slice(1)).toMatchObject([
    { action: "slo.changed", detail: { before: shop, after: edge } },
    { action: "slo.retired" },
    { action: "slo.made", detail: { before: edge, after: shop } },
  ]);
});

const MOVE = '{from: "2026-01-01T20:00:00Z", to: "2026-01-01T23:00:00Z", reason: move}';
const BACKUP =
  '{from: "2026-01-04T01:00:00Z", duration: 2h, rrule: FREQ=WEEKLY;BYDAY=SU, timeZone: Europe/Berlin, reason: backup}';
const excluded = () =>
  exclusionsOf(db, "hits").map(({ reason, author, createdAt, endedAt }) => ({ reason, author, createdAt, endedAt }));
const [JAN_1, JAN_2, JAN_3] = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"] as const;

test("exclusions of a file are added once, by the file, and end when they leave it", async () => {
  write(document({ exclusions: `[${MOVE}, ${BACKUP}]` }));
  expect(await start(JAN_1)).toEqual([]);
  await start(JAN_2);
  const added = { author: expect.stringMatching(/slo\.yaml$/), createdAt: Date.parse(JAN_1) };
  expect(excluded()).toEqual([
    { reason: "move", ...added, endedAt: null },
    { reason: "backup", ...added, endedAt: null },
  ]);
  write(document({ exclusions: `[${MOVE}]` }));
  await start(JAN_3);
  expect(excluded()).toEqual([
    { reason: "move", ...added, endedAt: null },
    { reason: "backup", ...added, endedAt: Date.parse(JAN_3) },
  ]);
});

test("exclusions stay when their file gets another name", async () => {
  write(document({ exclusions: `[${MOVE}]` }), "a.yaml");
  await start(JAN_1);
  unlinkSync(join(folder, "a.yaml"));
  write(document({ exclusions: `[${MOVE}]` }), "b.yaml");
  expect(await start(JAN_2)).toEqual([]);
  expect(excluded()).toMatchObject([{ reason: "move", endedAt: null }]);
});

test("exclusions that somebody made in the app are not the file's to end", async () => {
  write(document());
  await start(JAN_1);
  const times = { fromAt: Date.parse(JAN_2), toAt: Date.parse(JAN_3), rrule: null, timeZone: null };
  // Somebody may be called as the file is.
  for (const author of ["somebody", join(folder, "slo.yaml")])
    addExclusion(db, { sloId: "hits", origin: "person", ...times, reason: "move", author, createdAt: 0 });
  await start(JAN_2);
  expect(excluded()).toMatchObject([{ endedAt: null }, { endedAt: null }]);
});

test("an exclusion that begins more than 30 days back is not added, and the rest of its file is (rule 21)", async () => {
  write(document({ exclusions: `[${BACKUP}, ${MOVE}]`, target: 0.9 }));
  const found = await start("2026-02-02T00:00:00Z");
  expect(found).toMatchObject([
    {
      subject: expect.stringMatching(/slo\.yaml:3$/),
      message: expect.stringMatching(/exclusions\[1\] is not added: It begins more than 30 days ago\.$/),
    },
  ]);
  expect(excluded()).toMatchObject([{ reason: "backup" }]);
  expect(activeSlos(db)).toMatchObject([{ targets: [{ objective: 0.9 }] }]);
});

test("an exclusion that was added in time stays however old it grows", async () => {
  write(document({ exclusions: `[${MOVE}]` }));
  await start(JAN_2);
  expect(await start("2026-06-01T00:00:00Z")).toEqual([]);
  expect(excluded()).toMatchObject([{ reason: "move", endedAt: null }]);
});

test("without ENGINES_FILE, an SLO of a named engine is not counted anew by the one that there is", async () => {
  write(document());
  await start("2026-01-01T00:00:00Z");
  const [was] = activeSlos(db);
  if (!was) throw new Error("nothing is defined");
  saveSli(db, "hits", { ...was.sli, engine: "eu" }, new Date("2026-01-01T12:00:00Z"));
  open();
  write(document().replaceAll("metricSource: {", "metricSource: { metricSourceRef: eu,"));
  const before = activeSlos(db);
  expect(await start("2026-01-02T00:00:00Z")).toEqual([
    {
      subject: expect.stringMatching(/slo\.yaml$/),
      message:
        "hits is counted by the engine eu, and ENGINES_FILE is not set: its name is not read, and another engine's counts are others",
      wayOut:
        "Set ENGINES_FILE and start again. Is eu no more, take its name out of the file first, while ENGINES_FILE is set.",
    },
  ]);
  expect(activeSlos(db)).toEqual(before);
  expect(openBreaches(db)).toHaveLength(1);
});
