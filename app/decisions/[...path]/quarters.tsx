import { observed } from "@/app/_parts/coverage";
import { percent } from "@/lib/format/percent";
import type { Evidence } from "@/lib/views/decision";

const PITCH = 44;
const TOP = 4;
const FLOOR = 26;

/** Quarters as bars that stand on the target, or hang below it; below each its share, its name and its coverage. */
export function Quarters({ quarters, objective }: { quarters: Evidence["quarters"]; objective: number }) {
  const width = quarters.length * PITCH + 4;
  const known = quarters.flatMap((quarter) => (quarter.attainment === null ? [] : [quarter.attainment]));
  const high = Math.max(objective, ...known);
  const low = Math.min(objective, ...known);
  const span = Math.max(high - low, (1 - objective) * 0.2, 1e-6);
  const y = (share: number) => TOP + ((high - share) / span) * (FLOOR - TOP);
  const base = y(objective);
  return (
    <svg
      className="quarters"
      width={width}
      height="72"
      viewBox={`0 0 ${width} 72`}
      role="img"
      aria-label={inWords(quarters)}
    >
      {quarters.map((quarter, i) => {
        const x = 8 + i * PITCH;
        const past = quarter.attainment !== null && quarter.attainment < objective;
        const ink = past ? "var(--breach)" : quarter.current ? "var(--ink)" : "var(--ink-2)";
        const top = quarter.attainment === null ? base : y(quarter.attainment);
        return (
          <g key={quarter.label}>
            {quarter.attainment !== null && (
              <rect
                x={x}
                y={Math.min(top, base)}
                width="22"
                height={Math.max(2, Math.abs(top - base))}
                fill={past ? "var(--breach)" : quarter.current ? "var(--ink-2)" : "var(--line-3)"}
              />
            )}
            <text
              x={x + 11}
              y="43"
              textAnchor="middle"
              style={{ font: `${quarter.current ? 600 : 450} 11px var(--sans)`, fill: ink }}
            >
              {quarter.attainment === null ? "–" : percent(quarter.attainment).replace(/\s?%$/u, "")}
            </text>
            <text x={x + 11} y="56" textAnchor="middle" style={{ font: "11px var(--sans)", fill: "var(--ink-3)" }}>
              {quarter.label}
            </text>
            <text x={x + 11} y="70" textAnchor="middle" style={{ font: "11px var(--sans)", fill: "var(--ink-3)" }}>
              {percent(quarter.coverage, 0)}
            </text>
          </g>
        );
      })}
      <path d={`M0,${base}H${width - 10}`} stroke="var(--ink)" />
      <path d={`M${width - 10},${base - 2}l2,-1l6,3l-6,3l-2,-1Z`} fill="var(--ink)" />
    </svg>
  );
}

function inWords(quarters: Evidence["quarters"]): string {
  return quarters
    .map(
      (q) =>
        `${q.label}${q.current ? " so far" : ""} ${q.attainment === null ? "not known" : percent(q.attainment)}, ${observed(q.coverage)}`,
    )
    .join(", ");
}
