import { useId } from "react";
import { objectivePercent, percent } from "@/lib/format/percent";
import type { TargetEvidence } from "@/lib/views/revisit";
import { type Sheet, sheetOf } from "./quarter-sheet";
import "./quarter-chart.css";

const WIDE = { width: 540, height: 226, left: 44, right: 70, top: 14, bottom: 30 };
const NARROW = { width: 344, height: 180, left: 44, right: 62, top: 14, bottom: 22 };

/** A share for each day against the target that then held. Drawn twice, so that text keeps its size. */
export function QuarterChart({ target }: { target: TargetEvidence }) {
  const words = inWords(target);
  return (
    <>
      <div className="wide">
        <Drawing target={target} frame={WIDE} words={words} />
      </div>
      <div className="narrow">
        <Drawing target={target} frame={NARROW} words={words} />
      </div>
    </>
  );
}

function inWords({ slo, quarters, inForce }: TargetEvidence): string {
  const figures = quarters.map(
    ({ label, attainment }) => `${label} ${attainment === null ? "not known" : percent(attainment)}`,
  );
  return `${slo.name}, day by day, by quarter: ${figures.join(", ")}; against ${inForce}.`;
}

function Drawing({ target, frame, words }: { target: TargetEvidence; frame: typeof WIDE; words: string }) {
  const id = useId();
  const sheet: Sheet = sheetOf(target, frame);
  const { width, height, bottom } = frame;
  const floor = height - bottom;
  return (
    <svg className="ch" viewBox={`0 0 ${width} ${height}`} width="100%" role="img" aria-label={words}>
      {sheet.ticks.map(({ y, share }) => (
        <g key={share}>
          <path className="grid" d={`M${frame.left},${y}H${width - frame.right}`} />
          <text x={frame.left - 8} y={y + 4} textAnchor="end">
            {objectivePercent(share)}
          </text>
        </g>
      ))}
      <path className="axis" d={`M${frame.left},${floor + 0.5}H${width - frame.right}`} />
      {sheet.quarters.map(({ x, middle, label }, i) => (
        <g key={label}>
          {i > 0 && <path className="grid" d={`M${x},${frame.top}V${floor}`} />}
          <text x={middle} y={height - 9} textAnchor="middle">
            {frame === NARROW ? label.slice(5) : i === 0 ? label : label.slice(5)}
          </text>
        </g>
      ))}
      {sheet.gaps.map(({ x, size }) => (
        <rect key={x} x={x} y={frame.top} width={size} height={floor - frame.top} fill="url(#dots)" />
      ))}
      <clipPath id={id}>
        <path d={sheet.below} />
      </clipPath>
      <path className="badfill" clipPath={`url(#${id})`} d={sheet.areas} />
      <path className="s1" d={sheet.line} />
      <path className="bad" clipPath={`url(#${id})`} d={sheet.line} />
      {sheet.last && (
        <>
          <circle
            cx={sheet.last.x}
            cy={sheet.last.y}
            r="3"
            fill={sheet.last.past ? "var(--breach)" : "var(--chalk)"}
            stroke="var(--canvas)"
            strokeWidth="1.5"
          />
          <text className="lb halo" x={sheet.last.x + 13} y={sheet.last.labelY}>
            {percent(sheet.last.share)}
          </text>
        </>
      )}
      <path className="tgt" d={sheet.target} />
      <g className="wt" transform={`translate(${sheet.end.x},${sheet.end.y})`}>
        <path d="M0,-2.6L2.6,-3.6L9,0L2.6,3.6L0,2.6Z" fill="currentColor" />
      </g>
      <text className="lb halo" x={sheet.end.x + 13} y={sheet.end.y + 4}>
        ≥ {objectivePercent(sheet.end.objective)}
      </text>
      {sheet.cut !== null && (
        <text className="lb2 halo" x={frame.left + 6} y={floor - 5}>
          down to {percent(sheet.cut)}
        </text>
      )}
    </svg>
  );
}
