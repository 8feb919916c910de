import { describe, expect, it } from "vitest";
import { objectivePercent, percent } from "@/lib/format/percent";

const plain = (text: string) => text.replaceAll("\u202f", " ");

describe("percent", () => {
  it("keeps one digit and a thin space before the unit", () => {
    expect(percent(0.9709)).toBe("97.0\u202f%");
  });
  it("never shows 100 % while one event failed", () => {
    expect(plain(percent(0.99999999999))).toBe("99.99 %");
    expect(plain(percent(1 - Number.EPSILON, 0))).toBe("99 %");
    expect(plain(percent(1))).toBe("100 %");
  });
  it("needs no second digit for a round share", () => {
    expect(plain(percent(0.999))).toBe("99.9 %");
    expect(plain(percent(0.9997))).toBe("99.97 %");
  });
  it("cuts instead of rounding up to the target", () => {
    expect(plain(percent(0.94999))).toBe("94.9 %");
  });
  it("is not misled by the last bit of a double", () => {
    expect(plain(percent(0.57))).toBe("57.0 %");
    expect(plain(percent(0.29))).toBe("29.0 %");
  });
  it("gives small shares a digit more, and never calls something nothing", () => {
    expect(plain(percent(0.0003))).toBe("0.03 %");
    expect(plain(percent(0.000001))).toBe("< 0.01 %");
    expect(plain(percent(0))).toBe("0 %");
  });
  it("groups what is many times the whole", () => {
    expect(plain(percent(38.976))).toBe("3,897 %");
  });
  it("marks what is below nothing with a minus sign", () => {
    expect(plain(percent(-0.45, 0))).toBe("−45 %");
  });
});

describe("objectivePercent", () => {
  it("writes an objective with the digits it has", () => {
    expect([0.95, 0.999, 0.9995, 0.9].map((o) => plain(objectivePercent(o)))).toEqual([
      "95 %",
      "99.9 %",
      "99.95 %",
      "90 %",
    ]);
  });
});
