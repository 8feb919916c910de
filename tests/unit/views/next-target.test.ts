import { afterAll, expect, test } from "vitest";
import { saveSlo } from "@/lib/store/slos";
import { sloView } from "@/lib/views/slo";
import { todayView } from "@/lib/views/today";
import { addSlo, LAST, NOW, READER, stock } from "./stocked";

const { db, clear } = stock();
afterAll(clear);

const plain = (text: string | null | undefined): string => (text ?? "").replace(/[\u202f\u00a0]/g, " ");
async function viewOf(id: string, now = NOW) {
  const view = await sloView(READER, now, id, { range: "24h" });
  if (!view) throw new Error(`${id} is not there`);
  return view;
}

test("a target that holds since a moment ago is said beside the one that the figures were judged by", async () => {
  addSlo(db, "changed", { minutes: "97/100*120", held: ["95% 28d", `99% 7d @${LAST + 0.9}`] });
  const { row, targets } = await viewOf("changed");
  expect(plain(row.targetStatement)).toBe("≥ 95 %");
  expect(row).toMatchObject({ objective: 0.95, window: "28d", verdict: "met" });
  expect(row.nextTarget).toMatchObject({ version: 2, window: "7d", holds: true });
  expect(plain(row.reason)).toBe("≥ 99 % is promised since 09:11 UTC; the figures are still those of ≥ 95 %.");
  expect(targets.map(({ version, state }) => [version, state])).toEqual([
    [2, "in-force"],
    [1, "past"],
  ]);
});

test("a target to come changes no figure and no verdict before it holds", async () => {
  addSlo(db, "planned", { minutes: "97/100*120", held: ["95% 28d", "99% 28d @40000000"] });
  const { row, targets, drift } = await viewOf("planned");
  expect(row).toMatchObject({ objective: 0.95, verdict: "met", reason: null });
  expect(row.nextTarget).toMatchObject({ version: 2, holds: false });
  expect(drift).toBeNull();
  expect(targets.map(({ state }) => state)).toEqual(["future", "in-force"]);
  const { met } = await todayView(READER, NOW);
  expect(met.rows.find(({ id }) => id === "planned")).toMatchObject({ objective: 0.95 });
});

test("where nothing was counted yet, the target is the one in force, not the one to come", async () => {
  addSlo(db, "fresh", { minutes: "", held: ["95% 28d", "99% 28d @40000000"] });
  expect((await viewOf("fresh")).row).toMatchObject({ objective: 0.95, nextTarget: { version: 2 } });
});

test("what is in force is held against the file, and what is to come is not", async () => {
  addSlo(db, "edited", { held: ["95% 28d", "93% 28d @40000000"] });
  const fileTarget = { objective: 0.95, threshold: null, window: "28d", decisionPath: null, decisionId: null };
  const facts = { name: "Edited", service: "shop", tier: null, team: null, description: null, runbook: null };
  saveSlo(db, { id: "edited", ...facts, source: "edited.yaml", fileTarget }, NOW);
  expect((await viewOf("edited")).fileDrift).toBeNull();
  const later = new Date(40_000_001 * 60_000);
  expect(plain((await viewOf("edited", later)).fileDrift)).toBe("The file says 95 %, the store says 93 %.");
});
