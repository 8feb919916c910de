import { describe, expect, it } from "vitest";
import { readNativeLatency } from "@/lib/rules/native-histogram";

const rate = (selector = 'h{job="a"}', range = "$window") => `sum(rate(${selector}[${range}]))`;
const fraction = (bounds = "0, 0.2", of = rate()) => `histogram_fraction(${bounds}, ${of})`;
const count = (of = rate()) => `histogram_count(${of})`;

describe("a latency of a native histogram", () => {
  it.each([
    ["the share times the count", `${fraction()} * ${count()}`, count()],
    ["the count times the share", `${count()} * ${fraction()}`, count()],
    ["in brackets", `((${fraction()}) * (${count()}))`, `(${count()})`],
    ["over ranges of its own", `${fraction()} * ${count(rate('h{job="a"}', "5m"))}`, count(rate('h{job="a"}', "1h"))],
    ["without a sum", `${fraction("0, 0.2", 'rate(h{job="a"}[5m])')} * ${count()}`, count()],
    ["by increases", `${fraction()} * ${count('sum(increase(h{job="a"}[5m]))')}`, count()],
  ])("is %s", (_, part, total) => {
    expect(readNativeLatency(part, total)).toEqual({ histogram: 'h{job="a"}', threshold: 0.2 });
  });

  it.each([
    ["of another histogram", `${fraction()} * ${count(rate("other"))}`, count()],
    ["with a total of another histogram", `${fraction()} * ${count()}`, count(rate("other"))],
    ["from above zero", `${fraction("0.1, 0.2")} * ${count()}`, count()],
    ["up to anything", `${fraction("0, +Inf")} * ${count()}`, count()],
    ["up to a computed bound", `${fraction("0, scalar(b)")} * ${count()}`, count()],
    ["divided", `${fraction()} / ${count()}`, count()],
    ["the share alone", fraction(), count()],
    ["the count alone", `${count()} * ${count()}`, count()],
    ["of a difference", `${fraction()} * ${count()}`, count(`${rate()} - ${rate("b")}`)],
    ["no PromQL", `${fraction()} *`, count()],
    ["of no PromQL", `${fraction()} * ${count()}`, "histogram_count("],
  ])("is not one %s", (_, part, total) => {
    expect(readNativeLatency(part, total)).toBeNull();
  });
});
