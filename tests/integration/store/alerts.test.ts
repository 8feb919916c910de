import { beforeEach, expect, test } from "vitest";
import * as tables from "@/db/alerts";
import { type Alert, alertOf, dropOldestAlerts, saveAlert } from "@/lib/store/alerts";
import { firingAt, saveSent } from "@/lib/store/alerts-sent";
import type { Database } from "@/lib/store/database";
import { ownDatabase } from "./own-database";

let db: Database;
beforeEach(() => {
  db = ownDatabase();
});

const ALERT: Omit<Alert, "id"> = {
  fingerprint: "a",
  startsAt: 1,
  status: "firing",
  endsAt: null,
  name: "CacheDown",
  severity: null,
  labels: {},
  annotations: {},
  generatorUrl: null,
  receiver: "plumbline",
  externalUrl: null,
  truncated: 0,
  service: null,
  sloId: null,
  own: false,
  breachId: null,
  firingHeardAt: 1,
  resolvedHeardAt: null,
  heardAt: 1,
  author: "test",
};
const ids = () =>
  db
    .select()
    .from(tables.alerts)
    .all()
    .map(({ id }) => id);

test("an alert that is told again and again uses up no id", () => {
  for (let heardAt = 1; heardAt <= 5; heardAt++) saveAlert(db, { ...ALERT, heardAt });
  saveAlert(db, { ...ALERT, fingerprint: "b" });
  expect(ids()).toEqual([1, 2]);
  expect(alertOf(db, "a", 1)?.heardAt).toBe(5);
});

test("the newest alerts are kept by their number, whatever gaps their ids have", () => {
  for (const id of [1, 50, 60, 1_000])
    db.insert(tables.alerts)
      .values({ ...ALERT, id, startsAt: id })
      .run();
  dropOldestAlerts(db, 4);
  expect(ids()).toEqual([1, 50, 60, 1_000]);
  dropOldestAlerts(db, 3);
  expect(ids()).toEqual([50, 60, 1_000]);
});

test("what fires again from the same time on is known by the labels that it has now", () => {
  const alert = {
    subject: "revisit:a",
    breachId: null,
    startsAt: 1,
    annotations: { summary: "old" },
    labels: { owner: "old" },
  };
  saveSent(db, "am", [{ ...alert, isEnd: false }], 10);
  saveSent(db, "am", [{ ...alert, isEnd: true }], 20);
  const anew = { ...alert, labels: { owner: "new" }, annotations: { summary: "new" } };
  saveSent(db, "am", [{ ...anew, isEnd: false }], 30);
  expect(firingAt(db, "am")).toMatchObject([{ labels: { owner: "new" }, annotations: { summary: "new" } }]);
});
