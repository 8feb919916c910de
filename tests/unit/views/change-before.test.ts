import { afterAll, expect, test } from "vitest";
import type { Reader } from "@/lib/auth/actor";
import { addAnnotation } from "@/lib/store/annotations";
import { saveEpisode } from "@/lib/store/breaches";
import { atomically } from "@/lib/store/database";
import { todayView } from "@/lib/views/today";
import { addSlo, LAST, NOW, stock } from "./stocked";

const { db, clear } = stock();
afterAll(clear);

const breach = (slo: string, openedMinute: number): void =>
  saveEpisode(
    db,
    slo,
    "live",
    {
      kind: "objective-missed",
      openedMinute,
      countedFrom: openedMinute,
      closedMinute: null,
      closeReason: null,
      worst: 0.5,
      badEvents: 10,
      totalEvents: 20,
      budgetSpent: 0.1,
      targetVersion: 1,
    },
    { decisionPath: null, decisionId: null, adrCommit: null },
  );

const happened = (title: string, minute: number, more: object = {}): number =>
  addAnnotation(db, {
    ...{ kind: "deploy", service: "shop", sloId: null, title, text: null, url: null, toAt: null, key: null },
    ...{ generated: false, author: "ci", authorId: null, fromAt: minute * 60_000, createdAt: minute * 60_000, ...more },
  });

test("what happened just before each opening is told, however much happened since the oldest of them", async () => {
  const [old, recent] = [LAST - 110, LAST - 10];
  for (const id of ["old", "recent"]) addSlo(db, id);
  breach("old", old);
  breach("recent", recent);
  atomically(db, () => {
    happened("shop 4.1", old - 5);
    happened("of another SLO", old - 4, { sloId: "recent" });
    happened("elsewhere 1", old - 3, { service: "elsewhere" });
    happened("a note", old - 2, { kind: "note" });
    for (let i = 0; i < 600; i++) happened(`busy ${i}`, old + 1 + (i % 60), { service: "busy" });
    happened("flags on", recent - 6, { kind: "event", service: null });
  });
  const { breached } = await todayView({ name: "test", kind: "anonymous", id: null } as unknown as Reader, NOW);
  const told = new Map(breached.items.map(({ row, words }) => [row?.id, words.rest]));
  expect(told.get("old")).toMatch(/^5.min after the deploy shop 4\.1\./);
  expect(told.get("recent")).toMatch(/^6.min after “flags on”\./);
});
