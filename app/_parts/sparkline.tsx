import type { Verdict } from "@/lib/slo/verdict";
import { sparklineShape } from "./sparkline-shape";
import { verdictTone } from "./verdict";

type Props = { values: (number | null)[]; objective: number; verdict: Verdict; width?: number; height?: number };

/** The window in miniature: measured in ink, the target as a hairline, what lies past it in the verdict's colour. The figures beside it say the same in words. */
export function Sparkline({ values, objective, verdict, width = 98, height = 32 }: Props) {
  const shape = sparklineShape(values, objective, width, height);
  if (shape === null)
    return <span className="flat" style={{ display: "block", width, borderTop: "1px dashed var(--line-3)" }} />;
  const { line, past, area, targetY, last, gap } = shape;
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {gap && <rect x={gap.from} y="2" width={gap.to - gap.from} height={height - 4} fill="url(#dots)" />}
      {area !== "" && <path className="past" d={area} />}
      <path d={`M2,${targetY}H${width - 2}`} stroke="var(--ink)" strokeWidth="1" strokeOpacity=".55" />
      <path d={line} stroke="var(--ink-2)" strokeWidth="1.25" strokeLinejoin="round" />
      {past !== "" && <path d={past} stroke="var(--breach)" strokeWidth="1.6" strokeLinejoin="round" />}
      <circle
        cx={last.x}
        cy={last.y}
        r="2.4"
        fill={`var(--${verdictTone(verdict)})`}
        stroke="var(--surface)"
        strokeWidth="1.2"
      />
    </svg>
  );
}
