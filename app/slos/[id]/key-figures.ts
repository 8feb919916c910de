import { budgetLeft } from "@/app/_parts/budget";
import type { KeyFigure } from "@/app/_parts/key-figures";
import { count } from "@/lib/format/count";
import { duration, windowInWords } from "@/lib/format/duration";
import { eventWords } from "@/lib/format/events";
import { latency } from "@/lib/format/latency";
import { percent } from "@/lib/format/percent";
import { times } from "@/lib/format/times";
import type { SloView } from "@/lib/views/slo";

export function keyFigures({ row, p95Seconds, budgetMethod }: SloView): KeyFigure[] {
  const window = windowInWords(row.window);
  const { remaining, allowed, spent } = row.budget;
  const { bad, all } = eventWords(row.kind);
  const seconds = budgetMethod ? (Date.parse(budgetMethod.to) - Date.parse(budgetMethod.from)) / 1_000 : 0;
  const limit = row.threshold === null ? "" : ` ≤\u00a0${latency(row.threshold)}`;
  return [
    {
      label: "Last hour",
      value: share(row.lastHour.attainment),
      note:
        row.kind === "latency"
          ? `of ${count(row.lastHour.total)} requests${limit}`
          : `of ${count(row.lastHour.total)} ${all}`,
      coverage: row.lastHour.coverage,
      bad: row.lastHour.attainment !== null && row.lastHour.attainment < row.objective && row.verdict === "breached",
    },
    {
      label: capital(window),
      value: share(row.attainment),
      note: row.attainmentReason ? reason(row.attainmentReason) : `target ${row.targetStatement}`,
      coverage: row.coverage,
    },
    ...(row.kind === "latency"
      ? [
          {
            label: `p95, ${window}`,
            value: p95Seconds === null ? "–" : latency(p95Seconds),
            note: "of all requests",
            coverage: row.coverage,
          },
        ]
      : []),
    {
      label: "Budget left",
      value: budgetLeft(remaining, ""),
      note: `${count(Math.abs(allowed - spent))} ${allowed < spent ? `${bad} too many` : bad}`,
      coverage: row.budget.coverage,
      bad: remaining !== null && remaining < 0,
    },
    {
      label: "Burn, 6\u202fh",
      value: row.burn6h === null ? "–" : times(row.burn6h),
      note: `1× spends it in ${window}`,
      coverage: row.burn6hCoverage,
    },
    { label: "Coverage", value: percent(row.coverage), note: `${duration((1 - row.coverage) * seconds)} not observed` },
  ];
}

function share(attainment: number | null): string {
  return attainment === null ? "–" : percent(attainment);
}

function reason(why: "no-traffic" | "unknown"): string {
  return why === "no-traffic" ? "nothing happened" : "could not be asked";
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
