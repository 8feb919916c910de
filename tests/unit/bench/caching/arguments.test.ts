import { describe, expect, test } from "vitest";
import { parseAsked } from "@/bench/caching/arguments";
import { cellsOf, runsOf, SCENARIO, sessionsOf, shortened } from "@/bench/caching/scenarios";
import { PARAMETERS } from "@/storefront/caching/parameters";

test("without arguments the whole matrix is asked for", () => {
  expect(parseAsked([])).toEqual({ do: "run", filter: {}, smoke: false, watch: false });
});

test("a part of it is named in any order", () => {
  const filter = { pattern: "write-behind", store: "redis", scenario: "steady" };
  expect(parseAsked(["--only", "steady/redis/write-behind"])).toMatchObject({ filter });
  expect(parseAsked(["--only", "edge-only"])).toMatchObject({ filter: { variant: "edge-only" } });
  expect(parseAsked(["--only=redis", "--size=smoke", "--watch"])).toEqual({
    do: "run",
    filter: { store: "redis" },
    smoke: true,
    watch: true,
  });
});

test("quoting and plotting stand alone", () => {
  expect(parseAsked(["--quote", "docs/adr"])).toEqual({ do: "quote", folder: "docs/adr", isAnew: false });
  expect(parseAsked(["--quote", "docs/adr", "--latest"])).toMatchObject({ isAnew: true });
  expect(parseAsked(["--plot", "c-20261126-0131"])).toEqual({ do: "plot", run: "c-20261126-0131" });
});

test.each([
  [["--only", "hazelcast"], "not hazelcast"],
  [["--only", "redis/memcached"], "two of one kind: redis and memcached"],
  [["--only"], "--only takes a value"],
  [["--size", "huge"], "--size takes one of full, smoke, not huge"],
  [["--fast"], "Unknown argument --fast"],
  [["--quote", "docs/adr", "--watch"], "--quote stands alone"],
  [["--watch", "--quote", "docs/adr"], "--quote stands alone"],
])("%j is refused with exit code 2", (args, why) => {
  expect(() => parseAsked(args)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(why) }),
  );
});

describe("the matrix", () => {
  const cells = cellsOf();

  test("is every pattern on every store in every scenario, but for a process that would lose itself", () => {
    expect(cells.filter(({ variant }) => variant === "as-decided")).toHaveLength(3 * 3 * 7 - 3);
    expect(cells.filter(({ variant }) => variant === "unprotected")).toHaveLength(3 * 3 * 2);
    expect(new Set(cells.map((cell) => JSON.stringify(cell))).size).toBe(cells.length);
    expect(cellsOf({ store: "in-process", scenario: "store-killed" })).toEqual([]);
  });

  test("has each combination of levels, on an ordinary day and in the spike", () => {
    for (const variant of ["no-cache", "edge-only", "shared-only", "edge-and-shared", "process-and-shared"])
      expect(cellsOf({ variant }).map(({ scenario }) => scenario)).toEqual(["steady", "spike-10x"]);
  });

  test("goes through the cells of one pattern on one store together, cold first and the destructive last", () => {
    const sessions = sessionsOf(cells);
    expect(sessions.flat()).toEqual(cells);
    const [first = []] = sessions;
    expect(new Set(first.map(({ pattern, store, variant }) => `${pattern}/${store}/${variant}`)).size).toBe(1);
    expect([first[0]?.scenario, first.at(-1)?.scenario]).toEqual(["cold-start", "write-heavy"]);
  });

  test("runs at least three times what a recovery or a loss is quoted of", () => {
    const runs = (pattern: string, store: string, scenario: string, variant = "as-decided") => {
      const [cell] = cellsOf({ pattern, store, scenario, variant });
      if (!cell) throw new Error("there is no such cell");
      return runsOf(cell);
    };
    for (const store of ["redis", "memcached", "in-process"])
      for (const variant of ["as-decided", "unprotected"])
        expect(runs("cache-aside", store, "cold-start", variant)).toBeGreaterThanOrEqual(3);
    for (const store of ["redis", "memcached"]) {
      expect(runs("cache-aside", store, "store-killed")).toBeGreaterThanOrEqual(3);
      expect(runs("write-behind", store, "write-heavy")).toBeGreaterThanOrEqual(3);
    }
    for (const scenario of ["spike-10x", "invalidation-storm"])
      expect(runs("cache-aside", "redis", scenario)).toBeGreaterThanOrEqual(3);
  });

  test("expires, in each warm cell, every page of the edge at least once", () => {
    const { edgeMs, edgeCategoryMs, jitter } = PARAMETERS;
    const steady = SCENARIO.steady.phases[0]?.seconds ?? 0;
    expect(steady * 1000).toBeGreaterThan(1.5 * edgeMs * (1 + jitter));
    expect(steady * 1000).toBeGreaterThan(4 * edgeCategoryMs);
  });

  test("writes other products after a kill, so that what was lost stays lost", () => {
    expect(SCENARIO["write-heavy"].phases.map(({ writesTo }) => writesTo)).toEqual(["odd", "even", "even"]);
  });

  test("a shortened scenario keeps the time that recovery may take", () => {
    const { phases } = shortened(SCENARIO["store-killed"], 0.1);
    expect(phases.map(({ seconds }) => seconds)).toEqual([2, 2, 8]);
  });
});
