import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reader } from "@/lib/auth/actor";
import { rowsAbove } from "@/lib/slo/ledger";
import type { Database } from "@/lib/store/database";
import { replaceRows } from "@/lib/store/ledger";
import { addRecount } from "@/lib/store/recounts";
import { tallies, zeroAt } from "../slo/notation";
import { addSlo, LAST, NOW, READER, stock } from "./stocked";

let db: Database;
let clear: () => void;
beforeAll(() => {
  process.env.RATE_LIMIT = "3";
  ({ db, clear } = stock());
});
afterAll(() => clear());

const terms = (objective: number) => ({ objective, threshold: null, window: "28d" });

describe("what a target would have come to", () => {
  it("is the same for the target in force", async () => {
    const { whatIfView } = await import("@/lib/views/what-if");
    addSlo(db, "same", { minutes: "100/100*300 0/100*30 100/100*300" });
    const view = await whatIfView(READER, NOW, "same", terms(0.95));
    expect(view?.tried?.proposed).toEqual(view?.tried?.inForce);
    expect(view?.tried?.inForce.byKind["objective-missed"]).toMatchObject({ breaches: 1 });
    expect(view?.tried?.breaches.map(({ change }) => change)).toContain("same");
    expect(view?.loosens).toEqual([]);
  });

  it("loses a breach by a looser target, says so, and how far the ledger reaches", async () => {
    const { whatIfView } = await import("@/lib/views/what-if");
    addSlo(db, "looser", { minutes: "100/100*300 90/100*30 100/100*300" });
    const view = await whatIfView(READER, NOW, "looser", terms(0.8));
    expect(view?.tried?.proposed.breaches).toBe(0);
    expect(view?.tried?.breaches.every(({ change }) => change === "lost")).toBe(true);
    expect(view?.tried?.breaches.length).toBeGreaterThan(0);
    expect(view?.loosens).toEqual(["objective"]);
    expect(view?.tried?.resolution).toEqual([{ from: view?.tried?.from, everyMinutes: 1 }]);
    expect(Date.parse(view?.tried?.to ?? "") - Date.parse(view?.tried?.from ?? "")).toBe(630 * 60_000);
    expect(view?.tried?.points.length).toBeGreaterThan(300);
    expect(view?.tried?.points.at(-1)?.t).toBe(Date.parse(view?.tried?.to ?? ""));
  });

  it("loosens what holds when it is to hold, not what holds now", async () => {
    const { whatIfView } = await import("@/lib/views/what-if");
    const [now, later, latest] = [0, 60, 120].map((minutes) => NOW.getTime() / 60_000 + minutes);
    addSlo(db, "stepped", { held: [`95% @${(now ?? 0) - 60}`, `99% @${later}`] });
    const loosens = async (effectiveFrom: string | null) =>
      (await whatIfView(READER, NOW, "stepped", { ...terms(0.97), effectiveFrom }))?.loosens;
    expect(await loosens(null)).toEqual([]);
    expect(await loosens(new Date((latest ?? 0) * 60_000).toISOString())).toEqual(["objective"]);
    expect(await loosens("2020-01-01T00:00:00Z")).toEqual([]);
  });

  it("is of the rows as they are after a recount", async () => {
    const { whatIfView } = await import("@/lib/views/what-if");
    const sliId = addSlo(db, "late", { minutes: "100/100*60" });
    const before = await whatIfView(READER, NOW, "late", terms(0.9));
    expect(before?.tried?.proposed.attainment).toBe(1);
    const zero = zeroAt(LAST - 60);
    replaceRows(db, sliId, [zero, ...rowsAbove(zero, tallies("50/100*60", LAST - 59))]);
    const span = { fromMinute: LAST - 60, toMinute: LAST, secondsAdded: 0, createdAt: NOW.getTime() };
    addRecount(db, sliId, { ...span, goodAdded: -3000, totalAdded: 0 });
    const after = await whatIfView(READER, NOW, "late", terms(0.9));
    expect(after?.tried?.proposed.attainment).toBe(0.5);
    expect(after?.tried?.inForce.attainment).toBe(0.5);
  });

  it("is nothing where nothing was counted", async () => {
    const { whatIfView } = await import("@/lib/views/what-if");
    addSlo(db, "empty", { minutes: "" });
    const view = await whatIfView(READER, NOW, "empty", terms(0.8));
    expect(view?.tried).toBeNull();
    expect(view?.untried).toContain("nothing to judge by");
    expect(await whatIfView(READER, NOW, "nowhere", terms(0.8))).toBeNull();
  });

  it("is the costliest read, and no door to it is without a limit", async () => {
    const { whatIfView } = await import("@/lib/views/what-if");
    const { targetEditorView } = await import("@/lib/views/target-editor");
    const reader = { ...READER, kind: "person", id: "hurried" } as Reader;
    addSlo(db, "asked", {});
    // RATE_LIMIT is 3, and four reads go with one change.
    for (let i = 0; i < 6; i++) expect(await targetEditorView(reader, NOW, "asked")).not.toBeNull();
    for (let i = 0; i < 6; i++) expect(await whatIfView(reader, NOW, "asked", terms(0.9))).not.toBeNull();
    const refused = { code: "too-many-requests" };
    await expect(targetEditorView(reader, NOW, "asked")).rejects.toMatchObject(refused);
    await expect(whatIfView(reader, NOW, "asked", terms(0.9))).rejects.toMatchObject(refused);
  });

  it("names the field that is wrong", async () => {
    const { whatIfView } = await import("@/lib/views/what-if");
    await expect(whatIfView(READER, NOW, "same", { ...terms(0.9), threshold: 0.2 })).rejects.toMatchObject({
      code: "bad-input",
      details: { issues: [{ field: "threshold" }] },
    });
  });
});
