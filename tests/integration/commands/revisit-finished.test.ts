import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Reader } from "@/lib/auth/actor";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => new Headers() }));

const PATH = "docs/adr/0001-caching.md";
const OTHER = "docs/adr/0002-other.md";
/** In the fourth quarter of 2026, and in the first of 2027. */
const NOW = new Date("2026-11-25T12:00:00Z");
const LATER = new Date("2027-02-20T12:00:00Z");
const ann = { kind: "person", id: "ann", name: "Ann", role: "admin", services: null, ip: null } as unknown as Reader;

let app: OwnApp;
let commands: typeof import("@/lib/commands/start-revisit") &
  typeof import("@/lib/commands/note-revisit") &
  typeof import("@/lib/commands/decide-revisit") &
  typeof import("@/lib/commands/finish-revisit");
let views: typeof import("@/lib/views/revisit") &
  typeof import("@/lib/views/revisits") &
  typeof import("@/lib/views/revisit-queue") &
  typeof import("@/lib/views/revisit-patch") &
  typeof import("@/lib/views/adr-index");
beforeAll(async () => {
  app = ownApp();
  writeFileSync(join(app.sloDir, "hits.yaml"), documentOf("hits"));
  await app.start(new Date("2026-11-01T00:00:00Z"));
  commands = {
    ...(await import("@/lib/commands/start-revisit")),
    ...(await import("@/lib/commands/note-revisit")),
    ...(await import("@/lib/commands/decide-revisit")),
    ...(await import("@/lib/commands/finish-revisit")),
  };
  views = {
    ...(await import("@/lib/views/revisit")),
    ...(await import("@/lib/views/revisits")),
    ...(await import("@/lib/views/revisit-queue")),
    ...(await import("@/lib/views/revisit-patch")),
    ...(await import("@/lib/views/adr-index")),
  };
});
afterAll(() => app.remove());

const write = (name: string, front: string, ids: string[]) =>
  writeFileSync(
    join(app.adrDir, name),
    `---\nstatus: accepted\n${front}decisions:\n${ids.map((id) => `  ${id}: { title: ${id}, status: accepted }\n`).join("")}---\n# ADR\n`,
  );
const decide = async (quarter: string, path: string, id: string, nextDue: string | null, now: Date) => {
  const outcome = nextDue === null ? ("retire" as const) : ("keep" as const);
  const said = { outcome, reason: "It stands.", names: ["Ann"], nextDue, title: null, action: null };
  return (await commands.decideRevisit(ann, quarter, '"none"', { decision: { path, id }, ...said }, now)).id;
};

// Two meetings, one after the other: what the first one leaves is what is tested.
test("a finished meeting leaves a report that stays, what it left comes again, and a patch moves no other decision", async () => {
  const four = ["d1", "d2", "d3", "d4"];
  write("0001-caching.md", "confidence: high\nreview: { due: 2026-11-16 }\n", four);
  write("0002-other.md", "", ["d1"]);
  await commands.startRevisit(ann, "2026-Q4", NOW);
  await commands.addToAgenda(ann, "2026-Q4", { decision: { path: OTHER, id: "d1" }, reason: "Is it right?" }, NOW);
  await decide("2026-Q4", PATH, "d1", "2027-03-01", NOW);
  const late = await decide("2026-Q4", PATH, "d2", "2027-06-01", NOW);
  await decide("2026-Q4", PATH, "d3", null, NOW);
  const evidence = async (now: Date) =>
    (await views.revisitReport(ann, now, "2026-Q4"))?.decisions.map((each) => [each.address, each.evidence]);
  const before = await evidence(NOW);
  expect(before?.map(([address]) => address)).toEqual([...four.map((id) => `${PATH}#${id}`), `${OTHER}#d1`]);
  await commands.finishRevisit(ann, "2026-Q4", NOW);

  // The patch has the date of the soonest of them, whichever outcome it is asked of.
  const offered = async () =>
    (await views.revisitView(ann, NOW, "2026-Q4", `${PATH}#d2`))?.current?.outcomes.map(({ patch }) => patch !== null);
  expect(await offered()).toEqual([true]);
  const { text } = await views.revisitPatch(ann, "2026-Q4", String(late), "patch");
  expect(text).toContain("+review: { due: 2027-03-01 }");
  write("0001-caching.md", "confidence: low\nreview: { due: 2027-03-01 }\n", four);
  await expect(views.revisitPatch(ann, "2026-Q4", String(late), "patch")).rejects.toMatchObject({ code: "conflict" });

  expect(await offered()).toEqual([false]);

  expect(JSON.parse(JSON.stringify(await evidence(LATER)))).toEqual(JSON.parse(JSON.stringify(before)));
  const left = (await views.revisitView(ann, LATER, "2026-Q4", `${PATH}#d4`))?.current;
  expect(left).toMatchObject({ frozenAt: NOW.toISOString(), evidence: { confidence: "high" }, notes: [] });

  const queue = views.revisitQueue(app.db, await views.adrIndex(), LATER);
  expect(queue.map(({ decision: { path, id }, why, due }) => [path, id, why.join(), due])).toEqual([
    [PATH, "d1", "due", "2027-03-01"],
    [PATH, "d4", "due,carried", "2027-03-01"],
    [OTHER, "d1", "carried", null],
  ]);
});

test("what earlier meetings froze is not read again for an agenda, its actions or a new outcome", async () => {
  const MAY = new Date("2027-05-10T12:00:00Z");
  const THIRD = "docs/adr/0003-third.md";
  write("0003-third.md", "review: { due: 2027-05-01 }\n", ["d1"]);
  // As no meeting writes it: whoever reads it, fails.
  app.db.$client.exec(`
    INSERT INTO revisits (quarter, started_at, started_by, started_by_id, cut_off_minute, agenda, finished_at, finished_by)
    VALUES ('2026-Q3', 1, 'Ann', 'ann', 1, '[]', 2, 'Ann');
    INSERT INTO revisit_outcomes (quarter, path, decision_id, outcome, reason, names, next_due, file_due, evidence, author, author_id, created_at)
    VALUES ('2026-Q3', '${THIRD}', 'd1', 'keep', 'It stood.', '["Ann"]', '2027-05-01', '2027-05-01', 'no JSON', 'Ann', 'ann', 1);`);
  await commands.startRevisit(ann, "2027-Q2", MAY);
  const seen = await views.revisitView(ann, MAY, "2027-Q2", `${THIRD}#d1`);
  expect(seen?.current?.evidence?.last).toMatchObject({ quarter: "2026-Q3", outcome: "keep", reason: "It stood." });
  await decide("2027-Q2", THIRD, "d1", "2027-08-01", MAY);
  expect((await views.revisitsView(ann, MAY)).items.map(({ quarter }) => quarter)).toContain("2026-Q3");
});

test("a report is one of the costly reads", async () => {
  const { GET } = await import("@/app/api/v1/revisits/[quarter]/report.md/route");
  const { config } = await import("@/lib/config");
  const known = config();
  const { rateLimit } = known;
  known.rateLimit = 1;
  try {
    const ask = async () =>
      (await GET(new Request("http://localhost/"), { params: Promise.resolve({ quarter: "2026-Q1" }) })).status;
    // Four reads go with one change.
    for (const status of [200, 200, 200, 200, 429]) expect(await ask()).toBe(status);
  } finally {
    known.rateLimit = rateLimit;
  }
});
