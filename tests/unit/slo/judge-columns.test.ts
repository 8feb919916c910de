import { describe, expect, it } from "vitest";
import type { Episode } from "@/lib/slo/breach";
import { judgeColumns } from "@/lib/slo/judge-columns";
import { type LedgerRow, ledgerOf } from "@/lib/slo/ledger";
import { columnsOf } from "@/lib/slo/ledger-columns";
import type { TargetVersion } from "@/lib/slo/target-history";
import { parseWindow } from "@/lib/slo/window";
import { generatedRows, thinned } from "./generated-ledger";
import { targets } from "./notation";
import { judged } from "./watching";

const EDGES = [0.1, 0.2, 0.4];

function bothWays(rows: LedgerRow[], versions: TargetVersion[], edges: number[] | null, from: number) {
  const to = rows.at(-1)?.minute ?? 0;
  const fast = judgeColumns(columnsOf(rows), versions, edges, from, to);
  const window = parseWindow(versions[0]?.window ?? "") ?? { days: 28 };
  const whole = judged({ ledger: ledgerOf(rows), versions, edges, window }, from, to);
  const open = Object.values(whole.state).flatMap(({ episode }) =>
    episode?.closedMinute === null ? [episode.kind] : [],
  );
  return { fast, whole, open };
}

const bare = (episodes: readonly Episode[]) =>
  episodes.map(({ badEvents: _, totalEvents: __, budgetSpent: ___, ...seen }) => seen);

describe("judging columns in one pass", () => {
  const HISTORIES: [string, string[], number[] | null][] = [
    ["a ratio", ["97% 2d"], null],
    ["a ratio whose target changed", ["90% 3d", "99% 1d @9000", "95% 2d @14000.5"], null],
    ["a ratio over calendar weeks", ["99% week@Europe/Berlin", "95% week@Europe/Berlin @12000"], null],
    ["a ratio that leaves a calendar", ["97% week@UTC", "97% 1d @10000"], null],
    ["a latency", ["95% ≤0.2 2d"], EDGES],
    ["a latency whose threshold changed", ["95% ≤0.2 2d", "90% ≤0.1 2d @9000"], EDGES],
    ["a latency without its edge for a while", ["95% ≤0.2 2d", "95% ≤0.3 2d @9000", "95% ≤0.4 2d @11000"], EDGES],
  ];
  it.each(HISTORIES)(
    "finds for %s what evaluating every minute finds, with gaps and carried minutes",
    (_, lines, edges) => {
      const kinds = new Set<string>();
      for (const seed of [1, 2, 3, 4]) {
        const dense = generatedRows(seed, 15_000, edges);
        expect(dense.some(({ carried }) => carried)).toBe(true);
        for (const rows of [dense, thinned(dense, 2)]) {
          const { fast, whole, open } = bothWays(rows, targets(...lines), edges, 3000);
          expect(fast.episodes).toEqual(bare(whole.episodes));
          expect(fast.open).toEqual(open);
          for (const { kind } of fast.episodes) kinds.add(kind);
        }
      }
      expect(kinds.size).toBeGreaterThan(1);
    },
  );
});
