import { expect, test } from "vitest";
import { parseAsked } from "@/bench/caching/arguments";
import { cellsOf } from "@/bench/caching/scenarios";

test("without arguments the whole matrix is asked for", () => {
  expect(parseAsked([])).toEqual({ do: "run", filter: {}, smoke: false, watch: false });
});

test("a part of it is named in any order", () => {
  const filter = { pattern: "write-behind", store: "redis", scenario: "steady" };
  expect(parseAsked(["--only", "steady/redis/write-behind"])).toMatchObject({ filter });
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

test("the matrix is every pattern on every store in every scenario, but for a process that would lose itself", () => {
  const cells = cellsOf();
  expect(cells.filter(({ protection }) => protection)).toHaveLength(3 * 3 * 7 - 3);
  expect(cells.filter(({ protection }) => !protection)).toHaveLength(3 * 3 * 2);
  expect(new Set(cells.map((cell) => JSON.stringify(cell))).size).toBe(cells.length);
  expect(cellsOf({ store: "in-process", scenario: "store-killed" })).toEqual([]);
});
