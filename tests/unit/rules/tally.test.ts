import { describe, expect, it } from "vitest";
import { edgesIn, edgesReplaced, isFresh, type Left, SETTLED, talliesOf } from "@/lib/rules/tally";
import type { CountedSli, CounterSum } from "@/lib/slo/sli";
import { answers } from "./answers";

const queries = { part: "", total: "" };
const sum = (terms: string): CounterSum =>
  terms.split(" ").map((term) => ({ sign: term.startsWith("-") ? -1 : 1, selector: term.replace("-", "") }));
const ratio = (counts: "good" | "bad", part: string, total: string): CountedSli => ({
  kind: "ratio",
  counts,
  part: sum(part),
  total: sum(total),
  queries,
});
const LATENCY: CountedSli = { kind: "latency", buckets: "h_bucket", total: sum("h_count"), queries };

/** Tallies in the notation of the ledger tests: `good/total`, `3,5/6` with buckets, `~` carried, `!` unobserved. */
function counted(
  sli: CountedSli,
  given: Record<string, string>,
  edges: number[] | null = null,
  afterGap = false,
): string {
  const minutes = Math.max(...Object.values(given).map((words) => words.split(/\s+/).length));
  return talliesOf(sli, edges, answers(given), 1, minutes, { ...SETTLED, gap: afterGap })
    .tallies.map(({ good, total, observedSeconds, buckets, carried }) => {
      const mark = `${observedSeconds === 0 ? "!" : ""}${carried ? "~" : ""}`;
      return `${mark}${buckets ? buckets.join(",") : good}/${total}`;
    })
    .join(" ");
}

describe("tallies of a ratio", () => {
  it("count good events, or what bad ones leave", () => {
    expect(counted(ratio("good", "hit", "all"), { hit: "9 8", all: "10 10" })).toBe("9/10 8/10");
    expect(counted(ratio("bad", "miss", "all"), { miss: "1 2", all: "10 10" })).toBe("9/10 8/10");
  });

  it("add and subtract terms", () => {
    expect(counted(ratio("good", "hit", "hit miss"), { hit: "9", miss: "3" })).toBe("9/12");
    expect(counted(ratio("good", "served -fetched", "served"), { served: "100", fetched: "7" })).toBe("93/100");
    expect(counted(ratio("bad", "fetched", "served"), { served: "100", fetched: "130" })).toBe("-30/100");
  });

  it("take a part without a series for zero: nothing of it has happened yet (rule 5)", () => {
    expect(counted(ratio("bad", "miss", "all"), { miss: "- 1", all: "10 10" })).toBe("10/10 9/10");
    expect(counted(ratio("good", "hit", "all"), { all: "10" })).toBe("0/10");
  });

  it("take one missing term of the total for zero", () => {
    expect(counted(ratio("good", "hit", "hit miss"), { hit: "9 9", miss: "- 1" })).toBe("9/9 9/10");
  });

  it("are unobserved without any series of the total, and book nothing (rule 3)", () => {
    expect(counted(ratio("good", "hit", "hit miss"), { hit: "- 9", miss: "- 1" })).toBe("!0/0 ~9/10");
    expect(counted(ratio("good", "hit", "all"), { hit: "9 9", all: "- 20" })).toBe("!0/0 ~18/20");
    expect(counted(ratio("bad", "miss", "all"), { miss: "3 1", all: "- 20" })).toBe("!0/0 ~16/20");
    expect(counted(ratio("good", "hit", "all"), {})).toBe("");
  });

  it("are unobserved where the total only set its baseline (rule 2)", () => {
    expect(counted(ratio("good", "hit", "all"), { hit: "? 9", all: "? 10" })).toBe("!0/0 ~9/10");
  });

  it("are observed while the newest sample is at most 60 s old (rules 1, 5)", () => {
    expect(counted(ratio("good", "all", "all"), { all: "1@60 1@61" })).toBe("1/1 !0/0");
  });

  it("are observed for two scrape intervals where those are longer (rule 5)", () => {
    // 10 samples in ten minutes: every 60 s. 5: every 120 s. 40: every 15 s.
    expect(counted(ratio("good", "all", "all"), { all: "1@120#10 1@121#10" })).toBe("1/1 !0/0");
    expect(counted(ratio("good", "all", "all"), { all: "1@240#5 1@241#5" })).toBe("1/1 !0/0");
    expect(counted(ratio("good", "all", "all"), { all: "1@31#40 1@100#40" })).toBe("1/1 !0/0");
  });

  it("are unobserved while a term of the total is stale, and hold what was gained (ADR 0040)", () => {
    expect(counted(ratio("good", "a", "a b"), { a: "5 5", b: "2@200 2" })).toBe("!0/0 ~10/14");
  });

  it("are not made unobserved by a stale part: only the total decides (rule 5)", () => {
    expect(counted(ratio("bad", "b", "a"), { a: "5", b: "0@200" })).toBe("5/5");
  });
});

describe("what arrives after a gap", () => {
  const sli = ratio("good", "all", "all");

  it("is booked in the first minute after it, as carried (rule 3)", () => {
    expect(counted(sli, { all: "1 - - 30 1" })).toBe("1/1 !0/0 !0/0 ~30/30 1/1");
    expect(counted(sli, { all: "1 0@300 0@360 30 1" })).toBe("1/1 !0/0 !0/0 ~30/30 1/1");
  });

  it("is carried into the first minute asked for, when the one before was a gap (rule 3)", () => {
    expect(counted(sli, { all: "30 1" }, null, true)).toBe("~30/30 1/1");
    expect(counted(sli, { all: "- 30 1" }, null, true)).toBe("!0/0 ~30/30 1/1");
    expect(counted(sli, { all: "30 1" }, null, false)).toBe("30/30 1/1");
  });

  it("is nothing to carry where nothing happened", () => {
    expect(counted(sli, { all: "- 0 5" })).toBe("!0/0 0/0 5/5");
  });

  it("is the same asked for at once or minute by minute", () => {
    const given = { all: "1 - 30 1 0@300 7 -" };
    let before: Left = SETTLED;
    const single = [1, 2, 3, 4, 5, 6, 7].flatMap((minute) => {
      const { tallies, left } = talliesOf(sli, null, answers(given), minute, minute, before);
      before = left;
      return tallies;
    });
    expect(single).toEqual(talliesOf(sli, null, answers(given), 1, 7, SETTLED).tallies);
  });
});

describe("what one counter gains while the other is silent (ADR 0040)", () => {
  it("is held, and booked with the counts that arrive after the gap", () => {
    const all = "10 0@90 0@150 - - 50 10";
    expect(counted(ratio("bad", "miss", "all"), { miss: "1 1 1 1 1 1 1", all })).toBe(
      "9/10 !0/0 !0/0 !0/0 !0/0 ~45/50 9/10",
    );
    expect(counted(ratio("good", "hit", "all"), { hit: "9 9 9 9 9 9 9", all })).toBe(
      "9/10 !0/0 !0/0 !0/0 !0/0 ~45/50 9/10",
    );
  });

  it("has no more room than the total brings; what is left over is let go", () => {
    expect(counted(ratio("good", "hit", "all"), { hit: "9 9 9", all: "- 10 10" })).toBe("!0/0 ~10/10 9/10");
    expect(counted(ratio("bad", "miss", "all"), { miss: "9 9 9", all: "- 10 10" })).toBe("!0/0 ~0/10 1/10");
  });

  it("is booked as the total's series come, while they are unsettled", () => {
    expect(counted(ratio("good", "hit", "all"), { hit: "9 9 9 9", all: "- 10~ 20~ 10" })).toBe(
      "!0/0 ~10/10 ~17/20 9/10",
    );
  });

  it("is carried for five minutes at most, also where series come and go in every one (rule 3)", () => {
    const words = (n: number, word: string) => Array.from({ length: n }, () => word).join(" ");
    expect(counted(ratio("good", "hit", "all"), { hit: words(8, "9~"), all: `- 20~ ${words(6, "10~")}` })).toBe(
      `!0/0 ~18/20 ${words(4, "~9/10")} 9/10 9/10`,
    );
  });

  it("waits where the first of the total's series to come back has counted nothing meanwhile", () => {
    expect(counted(ratio("good", "hit", "all"), { hit: "9 9 9 9 9", all: "- - 0~ 40~ 10" })).toBe(
      "!0/0 !0/0 ~9/0 ~27/40 9/10",
    );
  });

  it("does not cap what a minute gained itself", () => {
    expect(counted(ratio("good", "hit", "all"), { hit: "- 12", all: "- 10" })).toBe("!0/0 ~12/10");
  });

  it("is held of the total where the targets of its part are down", () => {
    const given = answers({ miss: "1 - - 3 1", all: "10 10 10 10 10" });
    for (const minute of [2, 3]) given.get("miss")?.up.set(minute, 0);
    const { tallies, left } = talliesOf(ratio("bad", "miss", "all"), null, given, 1, 5, SETTLED);
    expect(tallies.map(({ good, total, carried }) => [good, total, carried])).toEqual([
      [9, 10, false],
      [0, 0, false],
      [0, 0, false],
      [27, 30, true],
      [9, 10, false],
    ]);
    expect(left.held).toBeNull();
  });

  it("is left to the next question where the gap goes on", () => {
    const { left } = talliesOf(
      ratio("bad", "miss", "all"),
      null,
      answers({ miss: "1 1", all: "- 0@90" }),
      1,
      2,
      SETTLED,
    );
    expect(left.held).toEqual({ total: 0, part: 2, buckets: null });
  });

  const EDGES = [0.1, 1];
  const BUCKETS = "0.1=3,1=6";

  it("is held per bucket, and of the total while the buckets are silent", () => {
    const lump = "0.1=9,1=18";
    expect(counted(LATENCY, { "le h_bucket": `${BUCKETS} ${BUCKETS} ${BUCKETS}`, h_count: "7 - 14" }, EDGES)).toBe(
      "3,6/7 !0/0 ~6,12/14",
    );
    expect(counted(LATENCY, { "le h_bucket": `- 0.1=0,1=0@90 ${lump}`, h_count: "7 7 7" }, EDGES)).toBe(
      "!0/0 !0/0 ~9,18/21",
    );
  });

  it("is no event where the buckets begin anew: what they had is not known (rule 2)", () => {
    expect(counted(LATENCY, { "le h_bucket": `- - *${BUCKETS}`, h_count: "7 7 7" }, EDGES)).toBe("!0/0 !0/0 ~3,6/7");
  });

  it("is as many events as the buckets bring, where only some of them begin anew", () => {
    const given = { "le h_bucket": "- - *0.1=9,1=18,+Inf=20", h_count: "7 7 7" };
    expect(counted(LATENCY, given, EDGES)).toBe("!0/0 !0/0 ~9,18/20");
  });

  it("is no event where its part begins anew: what that had gained is not known (rule 2)", () => {
    const counts = (which: "good" | "bad", words: string) => {
      const given = answers({ some: words, all: "10 10 10 10 10" });
      for (const minute of [2, 3]) given.get("some")?.up.set(minute, 0);
      const { tallies } = talliesOf(ratio(which, "some", "all"), null, given, 1, 5, SETTLED);
      return tallies.map(({ good, total }) => `${good}/${total}`).join(" ");
    };
    expect(counts("good", "9 - - *9 9")).toBe("9/10 0/0 0/0 9/10 9/10");
    expect(counts("bad", "1 - - *1 1")).toBe("9/10 0/0 0/0 9/10 9/10");
    // Another series of it goes on where it was.
    expect(counts("good", "9 - - *27 9")).toBe("9/10 0/0 0/0 27/27 9/10");
  });

  it("is held over a single scrape that the buckets miss, though their last sample is recent", () => {
    const given = { "le h_bucket": `${BUCKETS} 0.1=0,1=0@65#10 0.1=6,1=12`, h_count: "7 7 7" };
    expect(counted(LATENCY, given, EDGES)).toBe("3,6/7 !0/0 ~6,12/14");
  });

  it("is not booked without its buckets in a minute in which nothing happened (rule 9)", () => {
    const given = { "le h_bucket": "- - - 0.1=9,1=18,+Inf=21", h_count: "7 7 0 7" };
    expect(counted(LATENCY, given, EDGES)).toBe("!0/0 !0/0 !0/0 ~9,18/21");
  });

  it("is no event where its counterpart was no number", () => {
    expect(counted(ratio("bad", "miss", "all"), { miss: "1 1 1 1", all: "- - % 10" })).toBe("!0/0 !0/0 !0/0 ~9/10");
    expect(counted(ratio("bad", "miss", "all"), { miss: "1 % 1", all: "10 10 10" })).toBe("9/10 !0/0 ~9/10");
  });
});

describe("tallies of a latency", () => {
  const EDGES = [0.1, 0.2, 1];

  it("hold the count of each edge, by its number", () => {
    const given = { "le h_bucket": "1=6,0.2=5,0.1=3,+Inf=7", h_count: "7" };
    expect(counted(LATENCY, given, EDGES)).toBe("3,5,6/7");
  });

  it('take "0.100" and "0.1", "1.0" and "1" for one edge', () => {
    expect(counted(LATENCY, { "le h_bucket": "0.100=3,0.20=5,1.0=6", h_count: "7" }, EDGES)).toBe("3,5,6/7");
  });

  it("add up two exporters that write one edge differently", () => {
    const given = { "le h_bucket": "0.1=3,0.100=4,0.2=5,0.20=5,1=6,1.0=6", h_count: "14" };
    expect(counted(LATENCY, given, EDGES)).toBe("7,10,12/14");
  });

  it("are unobserved, and book nothing, where a known edge is missing from what was counted (rule 9)", () => {
    expect(counted(LATENCY, { "le h_bucket": "0.1=3,1=6 0.1=3,0.2=5,1=6", h_count: "7 7" }, EDGES)).toBe(
      "!0/0 ~3,5,6/7",
    );
    expect(counted(LATENCY, { h_count: "7" }, null)).toBe("!0/0");
  });

  it("are observed without buckets as long as nothing happened", () => {
    expect(counted(LATENCY, { "le h_bucket": "-", h_count: "0" }, EDGES)).toBe("0/0");
    expect(counted(LATENCY, { h_count: "0" }, null)).toBe("0/0");
  });

  it("are of edges in s, whatever unit the exporter has", () => {
    const milliseconds: CountedSli = { ...LATENCY, unit: "ms" };
    const given = { "le h_bucket": "100=3,200.0=5,1000=6,+Inf=7", h_count: "7" };
    expect(edgesIn(milliseconds, answers(given))).toEqual([0.1, 0.2, 1]);
    expect(counted(milliseconds, given, EDGES)).toBe("3,5,6/7");
    expect(edgesReplaced(milliseconds, EDGES, answers(given), 1)).toBeNull();
    expect(edgesReplaced(LATENCY, EDGES, answers(given), 1)).toEqual([100, 200, 1000]);
  });

  it("leave new edges out until the SLI has them (rule 9)", () => {
    expect(counted(LATENCY, { "le h_bucket": "0.1=3,0.15=4,0.2=5,1=6", h_count: "7" }, EDGES)).toBe("3,5,6/7");
  });
});

describe("the edges of a histogram", () => {
  const edges = (words: string) => edgesIn(LATENCY, answers({ "le h_bucket": words }));

  it("are the finite ones of any minute, by number, each once", () => {
    expect(edges("0.5=1,10=2,+Inf=2 0.05=1,10.0=1,0.5=1")).toEqual([0.05, 0.5, 10]);
  });

  it("are unknown where the engine has none, and for a ratio", () => {
    expect(edges("- -")).toBeNull();
    expect(edges("+Inf=2")).toBeNull();
    expect(edgesIn(LATENCY, answers({}))).toBeNull();
    expect(edgesIn(ratio("good", "a", "b"), answers({ a: "1" }))).toBeNull();
  });
});

describe("a sample is recent", () => {
  it.each([
    [60, 40, true],
    [61, 40, false],
    [120, 10, true],
    [121, 10, false],
    [600, 2, true],
  ])("or not %d s after it, with %d samples in ten minutes: %s (rule 5)", (age, samples, expected) => {
    expect(isFresh(29_000_000 * 60 - age, samples, 29_000_000)).toBe(expected);
  });
});
