import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseOrder } from "@/storefront/command-line";
import { parseDuration } from "@/storefront/duration";
import { readSettings } from "@/storefront/settings";

describe("a duration", () => {
  test("is a whole number of seconds, minutes or hours", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), (count) => {
        expect(parseDuration(`${count}s`)).toBe(count);
        expect(parseDuration(`${count}m`)).toBe(count * 60);
        expect(parseDuration(`${count}h`)).toBe(count * 3600);
      }),
    );
  });

  test.each(["", "10", "m", "0s", "-5m", "1.5h", "10 m", "5d", "1e3s"])(
    '"%s" is refused with the way to write it',
    (text) => {
      expect(() => parseDuration(text)).toThrow("is not a duration; write it as 90s, 10m or 2h");
    },
  );

  test("of more than a day is refused", () => {
    expect(() => parseDuration("25h")).toThrow("24h at most");
  });
});

describe("the demo's command line", () => {
  test("begins a fault for ten minutes unless it says otherwise", () => {
    expect(parseOrder(["fault", "spike"])).toEqual({ do: "fault", name: "spike", seconds: 600 });
    expect(parseOrder(["fault", "kill-redis", "--for", "90s"])).toEqual({
      do: "fault",
      name: "kill-redis",
      seconds: 90,
    });
  });

  test("strikes where it is told to, if the fault has such a place", () => {
    expect(parseOrder(["fault", "slow-pair", "--route", "/stock/:id", "--region", "eu-west"])).toEqual({
      do: "fault",
      name: "slow-pair",
      seconds: 600,
      route: "/stock/:id",
      region: "eu-west",
    });
    expect(() => parseOrder(["fault", "spike", "--route", "/stock/:id"])).toThrow("spike takes no --route");
    expect(() => parseOrder(["fault", "slow-region", "--route", "/stock/:id"])).toThrow("takes no --route");
    expect(() => parseOrder(["fault", "slow-region", "--region", "mars"])).toThrow('there is no region "mars"');
  });

  test("lists, clears and tells, with or without the word fault", () => {
    for (const verb of ["list", "clear", "status"] as const) {
      expect(parseOrder([verb])).toEqual({ do: verb });
      expect(parseOrder(["fault", verb])).toEqual({ do: verb });
    }
  });

  test("helps when asked, and when nothing is asked", () => {
    for (const words of [[], ["--help"], ["fault", "spike", "--help"]])
      expect(parseOrder(words)).toEqual({ do: "help" });
  });

  test("names the faults there are when it meets an unknown one", () => {
    expect(() => parseOrder(["fault", "meteor"])).toThrow('there is no fault "meteor"; there are flush-caches, ');
    expect(() => parseOrder(["fault"])).toThrow("which fault?");
    expect(() => parseOrder(["fault", "spike", "twice"])).toThrow('"twice" is one word too many');
    expect(() => parseOrder(["fault", "spike", "--for", "soon"])).toThrow('"soon" is not a duration');
  });
});

describe("the demo's settings", () => {
  test("have defaults", () => {
    expect(readSettings({ NODE_ENV: "test" })).toEqual({
      historyDays: 35,
      ledgerDays: 400,
      scrapeInterval: "15s",
      requestsPerSecond: 40,
    });
  });

  test.each([
    ["DEMO_HISTORY_DAYS", "0"],
    ["DEMO_HISTORY_DAYS", "many"],
    ["DEMO_SCRAPE_INTERVAL", "5"],
    ["DEMO_REQUESTS_PER_SECOND", "-1"],
  ])("%s=%s is refused under its name", (name, value) => {
    expect(() => readSettings({ NODE_ENV: "test", [name]: value })).toThrow(name);
  });

  test("refuse a ledger shorter than the engine's history", () => {
    expect(() => readSettings({ NODE_ENV: "test", DEMO_LEDGER_DAYS: "20" })).toThrow("DEMO_LEDGER_DAYS");
  });
});
