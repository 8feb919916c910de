import { expect, test } from "vitest";
import { prometheus } from "@/lib/gateways/prometheus";
import { backfill, catchUp, slo, worldOf } from "../truth/world";
import { listening, narrow } from "./engines";
import { changedSince, cursorAt, minutesOf, rowsOf } from "./ledger-rows";
import { engineOf, outside, scrapes, series, steady, up } from "./samples";

const M = Date.UTC(2026, 0, 12, 12) / 60_000;
const BEGIN = M - 90;
const ALL = scrapes(BEGIN, M + 20, 30);
const routes = (n: number): string[] => Array.from({ length: n }, (_, i) => `r${i}`);

/** Each route of a service serves a little more than the one before; every tenth request fails. */
const served = (service: string, n: number) =>
  routes(n).flatMap((route, i) => [
    steady(`${service}_served`, { job: "shop", route }, ALL, BEGIN, 100 + 10 * i),
    steady(`${service}_failed`, { job: "shop", route }, ALL, BEGIN, 10 + i),
  ]);
const family = (service: string, n: number): string[] =>
  routes(n).map((route) =>
    slo(
      `${service}-${route}`,
      "bad",
      `${service}_failed{job="shop",route="${route}"}`,
      `${service}_served{job="shop",route="${route}"}`,
    ),
  );

test("one refused query among thirty SLOs spoils no other, and gets the engine's own message", async () => {
  const singles = Array.from({ length: 9 }, (_, i) => ({ name: `a${i}`, perMinute: 60 + i }));
  const url = await engineOf([
    up({ job: "shop" }, ALL),
    ...served("shop", 20),
    ...singles.map(({ name, perMinute }) => steady(`${name}_served`, { job: "shop" }, ALL, BEGIN, perMinute)),
  ]);
  const healthy = [
    ...family("shop", 20),
    ...singles.map(({ name }) => slo(name, "bad", `${name}_failed{job="shop"}`, `${name}_served{job="shop"}`)),
  ];
  // It parses as PromQL; its regular expression does not compile. By its name it stands between the others.
  const refused = slo("m-refused", "bad", 'shop_failed{job=~"(?<",route="r0"}', 'shop_served{job="shop",route="r0"}');
  const [without, among] = [worldOf(url, healthy), worldOf(url, [...healthy, refused])];
  for (const world of [without, among]) for (const minute of [M - 30, M - 10, M - 9, M]) await catchUp(world, minute);
  for (const document of healthy) {
    const name = /name: (\S+) /.exec(document)?.[1] ?? "";
    expect(rowsOf(among, name)).toEqual(rowsOf(without, name));
    expect(rowsOf(among, name).at(-1)?.total).toBeGreaterThan(0);
    expect(cursorAt(among, name)).toMatchObject({ liveMinute: M, error: null });
  }
  const said = await prometheus(url, {})
    .range('shop_failed{job=~"(?<",route="r0"}', M * 60, M * 60, 60)
    .then(String, (error: Error) => error.message);
  const reason = /(?:error parsing|invalid).*/.exec(said)?.[0];
  expect(reason).toBeDefined();
  expect(cursorAt(among, "m-refused").error).toContain(reason);
  expect(cursorAt(among, "m-refused").liveMinute).toBe(M - 31);
});

test("a whole label family that the engine refuses leaves the other families alone", async () => {
  const url = await engineOf([up({ job: "shop" }, ALL), ...served("shop", 3)]);
  const refused = routes(3).map((route) =>
    slo(`x-${route}`, "bad", `shop_failed{job=~"(?<",route="${route}"}`, `shop_served{job="shop",route="${route}"}`),
  );
  const world = worldOf(url, [...family("shop", 3), ...refused]);
  await catchUp(world, M - 5);
  await catchUp(world, M);
  for (const [i, route] of routes(3).entries()) {
    expect(minutesOf(world, `shop-${route}`, M - 5, M).map(({ total }) => total)).toEqual(
      Array.from({ length: 5 }, () => 100 + 10 * i),
    );
    expect(cursorAt(world, `x-${route}`).error).toMatch(/refused the query/);
  }
});

test.each([
  ["nothing happens to its series", ALL],
  ["its target is away for ten minutes", outside(ALL, M - 28, M - 18)],
])("an answer that is too much for the engine is asked in halves and gives the same rows where %s", async (_, at) => {
  const url = await engineOf([
    up({ job: "shop" }, at),
    steady("served", { job: "shop" }, at, BEGIN, 240),
    steady("failed", { job: "shop" }, at, BEGIN, 6),
  ]);
  const documents = [slo("availability", "bad", 'failed{job="shop"}', 'served{job="shop"}')];
  const limited = narrow(prometheus(url, {}), 7);
  const [whole, halved] = [worldOf(url, documents), { ...worldOf(url, documents), engine: limited }];
  for (const world of [whole, halved]) {
    await catchUp(world, M - 40);
    await catchUp(world, M);
    await backfill(world);
  }
  expect(limited.refusals).toBeGreaterThan(0);
  expect(rowsOf(whole, "availability").length).toBeGreaterThan(80);
  expect(rowsOf(halved, "availability")).toEqual(rowsOf(whole, "availability"));
});

test.each([90, 200, 300])(
  "a gap of %i min that the halves part is looked across all the same (rules 2, 3)",
  async (gap) => {
    const at = outside(scrapes(M - gap - 120, M + 20), M - 10 - gap, M - 10);
    const url = await engineOf([
      up({ job: "shop" }, at),
      steady("served", { job: "shop" }, at, M - gap - 120, 240),
      steady("failed", { job: "shop" }, at, M - gap - 120, 6),
    ]);
    const documents = [slo("availability", "bad", 'failed{job="shop"}', 'served{job="shop"}')];
    const limited = narrow(prometheus(url, {}), Math.floor(gap / 2));
    const [whole, halved] = [worldOf(url, documents), { ...worldOf(url, documents), engine: limited }];
    for (const world of [whole, halved]) {
      await catchUp(world, M - 10 - gap - 30);
      await catchUp(world, M);
    }
    expect(limited.refusals).toBeGreaterThan(0);
    expect(minutesOf(whole, "availability", M - 10, M - 9)).toMatchObject([{ total: (gap + 1) * 240 }]);
    expect(changedSince(rowsOf(whole, "availability"), rowsOf(halved, "availability"))).toEqual([]);
  },
);

test("a tick over two hundred SLOs asks little, and more for more families, not for more SLOs", async () => {
  const url = await engineOf([up({ job: "shop" }, ALL), ...served("shop", 200), ...served("depot", 40)]);
  const requestsOf = async (documents: readonly string[]): Promise<number> => {
    const engine = listening(prometheus(url, {}));
    const world = { ...worldOf(url, documents), engine };
    await catchUp(world, M - 1);
    engine.asked.length = 0;
    // What is counted again in the same tick is asked for from two hours before.
    await catchUp(world, M);
    return engine.asked.filter(({ from }) => from === M).length;
  };
  expect(await requestsOf(family("shop", 200))).toBeLessThanOrEqual(10);
  const [twenty, forty] = [await requestsOf(family("shop", 20)), await requestsOf(family("shop", 40))];
  expect(twenty).toBeGreaterThan(0);
  expect(forty).toBe(twenty);
  expect(await requestsOf([...family("shop", 40), ...family("depot", 40)])).toBe(2 * forty);
});

test("a label family is counted the same whether it catches up or ticks minute by minute (rules 2, 6)", async () => {
  const [cart, search, login] = [
    { job: "shop", route: "cart" },
    { job: "shop", route: "search" },
    { job: "shop", route: "login" },
  ];
  const own = Object.values({ cart, search, login }).map(({ route }) =>
    slo(route, "bad", `failed{job="shop",route="${route}"}`, `served{job="shop",route="${route}"}`),
  );
  const late = ALL.filter((second) => second > (M - 12) * 60);
  const away = outside(ALL, M - 20, M - 8);
  const url = await engineOf([
    up({ job: "shop" }, ALL),
    // The cart restarts, the search fails for the first time, the login is away.
    series("served", cart, ALL, (second) => (second - (second > (M - 15) * 60 ? (M - 15) * 60 : BEGIN * 60)) * 2),
    steady("served", search, ALL, BEGIN, 300),
    steady("served", login, away, BEGIN, 60),
    series("failed", search, late, (second) => Math.floor((second - (M - 12) * 60) / 10) + 1),
    steady("failed", login, away, BEGIN, 6),
  ]);
  const [oneStep, manySteps] = [worldOf(url, own), worldOf(url, own)];
  for (const world of [oneStep, manySteps]) await catchUp(world, M - 40);
  await catchUp(oneStep, M);
  for (let minute = M - 39; minute <= M; minute++) await catchUp(manySteps, minute);
  for (const { route } of [cart, search, login]) {
    expect(rowsOf(manySteps, route)).toEqual(rowsOf(oneStep, route));
    expect(rowsOf(oneStep, route)).toHaveLength(42);
  }
  expect(minutesOf(oneStep, "search", M - 12, M).reduce((sum, { bad }) => sum + bad, 0)).toBeGreaterThan(60);
  expect(rowsOf(oneStep, "login").filter(({ carried }) => carried)).toHaveLength(1);
});
