import { expect, test } from "vitest";
import { readPlan } from "@/lib/costs/plan";
import { type PriceVersion, pricesIn } from "@/lib/costs/price-history";
import { readPriceList } from "@/lib/costs/price-list";
import { price } from "./samples";

const list = (entry: string) => readPriceList(`version: 1\nprices:\n  - ${entry}\n`);
const GOOD = `{ id: a-line, provider: a, item: internet-egress, unit: GB, title: A line, currency: USD, price: 0.09, source: "https://a.example/", read: 2026-11-26, sureness: high }`;
const faultsOf = (entry: string) => {
  const read = list(entry);
  return "faults" in read ? read.faults.map(({ field, message }) => `${field} ${message}`) : [];
};

test("a price is read with where and when it was read", () => {
  expect(list(GOOD)).toEqual({
    value: [
      expect.objectContaining({
        id: "a-line",
        tiers: [{ upTo: null, micros: 90_000 }],
        read: "2026-11-26",
        published: null,
        from: "2026-11",
        why: null,
      }),
    ],
  });
});

test.each([
  ["no source", GOOD.replace('source: "https://a.example/", ', ""), "prices.0.source is missing"],
  [
    "an address that a browser runs",
    GOOD.replace("https://a.example/", "javascript:alert(1)"),
    /prices\.0\.source is neither/,
  ],
  ["no sureness that is known", GOOD.replace("sureness: high", "sureness: sure"), /prices\.0\.sureness is none of/],
  ["a day that is none", GOOD.replace("2026-11-26", "2026-02-30"), /prices\.0\.read is no day/],
  [
    "too fine a price",
    GOOD.replace("0.09", "0.00000001"),
    /prices\.0\.price is neither "unknown" nor an amount of up to six places/,
  ],
  [
    "a price that can only be mistyped",
    GOOD.replace("0.09", "999999999"),
    "prices.0.price is above 100000000, the most that a unit may cost",
  ],
  [
    "an unknown price without the reason",
    GOOD.replace("0.09", "unknown"),
    "prices.0.why is missing: say why the price is unknown",
  ],
  ["a reason for a known one", GOOD.replace("sureness", "why: none, sureness"), /prices\.0\.why is one too many/],
  ["a unit in which it is not priced", GOOD.replace("unit: GB", "unit: path"), /prices\.0\.unit is none in which/],
  ["an item that nobody knows", GOOD.replace("internet-egress", "egress"), /prices\.0\.item is none of/],
  [
    "tiers out of order",
    GOOD.replace("price: 0.09", "tiers: [{ upTo: 9, price: 1 }, { upTo: 3, price: 1 }, { price: 1 }]"),
    /prices\.0\.tiers\.1\.upTo is not above/,
  ],
  [
    "tiers that end",
    GOOD.replace("price: 0.09", "tiers: [{ upTo: 9, price: 1 }]"),
    /prices\.0\.tiers\.0\.upTo is one too many/,
  ],
  ["a key that nobody knows", GOOD.replace("sureness", "discount: 1, sureness"), /discount/],
])("%s is named by its field", (_, entry, message) => {
  expect(faultsOf(entry)).toEqual([typeof message === "string" ? message : expect.stringMatching(message)]);
});

test("what is no YAML, and a price that is there twice, are named too", () => {
  expect(readPriceList("version: [")).toMatchObject({ faults: [{ field: "", message: /^is no YAML/ }] });
  expect(faultsOf(`${GOOD}\n  - ${GOOD}`)).toEqual(["prices.1.id is there twice: a-line"]);
  const other = GOOD.replace("a-line", "b-line");
  expect(
    list(`${GOOD}\n  - ${other.replace("internet-egress", "edge-egress")}\n  - ${other.replace("b-", "c-")}`),
  ).toEqual({
    faults: [{ field: "prices.2.item", message: "is priced for a already, by a-line: internet-egress", line: 5 }],
  });
});

test("a plan names the field that is wrong", () => {
  expect(readPlan("version: 2")).toMatchObject({
    faults: expect.arrayContaining([{ field: "version", message: "is not 1", line: 1 }]),
  });
  expect(readPlan("version: 1\ntitle: A\ntimeZone: +01:00")).toMatchObject({
    faults: expect.arrayContaining([{ field: "timeZone", message: "is no time zone such as Europe/Berlin", line: 3 }]),
  });
});

const stated = (n: number, from: string, micros: number, more: Partial<PriceVersion> = {}): PriceVersion => ({
  ...price("line", "host", "internet-egress", "GB", [[null, micros]]),
  ...{ n, from, origin: "file", withdrawn: false, createdAt: n },
  ...more,
});

test("a month is billed by what held in it, whatever was stated later", () => {
  const versions = [
    stated(1, "2026-03", 10),
    stated(2, "2026-06", 20),
    stated(3, "2026-06", 21),
    stated(4, "2026-09", 0, { withdrawn: true }),
  ];
  const micros = (month: string) =>
    pricesIn(versions, month).map(({ tiers, isEarlier }) => [tiers[0]?.micros, isEarlier]);
  expect(["2026-01", "2026-03", "2026-05", "2026-06", "2026-08", "2026-09"].map(micros)).toEqual([
    [[10, true]],
    [[10, false]],
    [[10, false]],
    [[21, false]],
    [[21, false]],
    [],
  ]);
});

test("what was stated last wins, also over what an older statement had set for a later month", () => {
  const scheduled = [stated(1, "2026-03", 10), stated(2, "2026-12", 90)];
  const billed = (newest: PriceVersion, month: string) =>
    pricesIn([...scheduled, newest], month).map(({ tiers }) => tiers[0]?.micros);
  expect(["2026-10", "2026-11", "2026-12"].map((month) => billed(stated(3, "2026-11", 20), month))).toEqual([
    [10],
    [20],
    [20],
  ]);
  const gone = stated(3, "2026-11", 10, { withdrawn: true });
  expect(["2026-10", "2026-11", "2026-12"].map((month) => billed(gone, month))).toEqual([[10], [], []]);
});

test("a price that is added to a list, and one that is stated anew, bill no month of before", () => {
  const list = [stated(1, "2026-03", 10), stated(2, "2026-03", 11, { id: "other", createdAt: 1 })];
  const later = [
    stated(3, "2026-03", 12),
    stated(4, "2026-03", 13, { id: "new" }),
    stated(5, "2026-06", 14, { id: "late" }),
  ];
  const ids = (versions: PriceVersion[], month: string) =>
    pricesIn(versions, month).map(({ id, tiers, isEarlier }) => [id, tiers[0]?.micros, isEarlier]);
  const before = ids(list, "2026-02");
  expect(before).toEqual([
    ["line", 10, true],
    ["other", 11, true],
  ]);
  expect(ids([...list, ...later], "2026-02")).toEqual(before);
  expect(ids([...list, ...later], "2026-05").map(([id]) => id)).toEqual(["line", "other", "new"]);
});
