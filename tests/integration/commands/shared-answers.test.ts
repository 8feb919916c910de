import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { savedViews } from "@/db/daily";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { call } from "./calls";
import { type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

let app: OwnApp;
let viewer: string;
let respondShared: typeof import("@/app/api/_shared").respondShared;
beforeAll(async () => {
  app = ownApp();
  viewer = app.token("viewer", "viewer");
  ({ respondShared } = await import("@/app/api/_shared"));
});
afterAll(() => app.remove());

const BEGIN = Date.now() - (Date.now() % 1000);
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: BEGIN }));
afterEach(() => void vi.useRealTimers());

let reads: string[] = [];
beforeEach(() => {
  reads = [];
});
const view = async ({ name }: Reader) => ({ read: reads.push(name) });
const ask = async (screen: string, by: string | null = null) =>
  (await call(() => respondShared(screen, view), "GET", {}, { by })).body.read;
const write = () =>
  app.db.insert(savedViews).values({ name: "x", query: "", personId: null, author: "x", createdAt: 0 }).run();

test("within a second a screen is read once for all who see the same", async () => {
  expect(await Promise.all([ask("a"), ask("a"), ask("a")])).toEqual([1, 1, 1]);
  vi.setSystemTime(BEGIN + 999);
  expect(await ask("a")).toBe(1);
  vi.setSystemTime(BEGIN + 1000);
  expect(await ask("a")).toBe(2);
});

test("what was written is seen at once", async () => {
  expect(await ask("b")).toBe(1);
  write();
  expect(await ask("b")).toBe(2);
});

test("every reader and every screen has answers of its own", async () => {
  expect([await ask("c"), await ask("c", viewer), await ask("d"), await ask("c", viewer)]).toEqual([1, 2, 3, 2]);
  expect(reads).toEqual(["anonymous", "test (token of viewer)", "anonymous"]);
});

test("whoever may not read is refused, whatever is kept", async () => {
  expect(await ask("e")).toBe(1);
  const refused = await call(() => respondShared("e", view), "GET", {}, { by: "unknown" });
  expect(refused).toMatchObject({ status: 401, body: { title: "not-signed-in" } });
});

test("a screen that cannot be read says why", async () => {
  const failing = () =>
    respondShared("f", async () => {
      throw new DomainError("unavailable", "Not now.", null);
    });
  expect(await call(failing, "GET", {})).toMatchObject({ status: 503, body: { detail: "Not now." } });
});
