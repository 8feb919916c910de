import Link from "next/link";
import { Icon } from "@/app/_parts/icons";
import { Scrolling } from "@/app/_parts/scrolling";
import { VerdictChip } from "@/app/_parts/verdict";
import { theWindow } from "@/lib/format/duration";
import { quarterName, quarterRows } from "@/lib/format/quarters";
import type { TargetEvidence } from "@/lib/views/revisit";
import { QuarterChart } from "./quarter-chart";

/** One target: four quarters as figures, and the same days as a line. */
export function TargetPart({ target, several }: { target: TargetEvidence; several: boolean }) {
  const { slo, verdict, statement, inForce, drift, quarters } = target;
  const year = quarters.at(-1)?.label.slice(0, 4);
  const short = (label: string): string => (label.startsWith(`${year} `) ? label.slice(5) : label);
  return (
    <div className="evd">
      <div className="pn">
        <div className="e1">
          <h2>
            <Link className="plain" href={`/slos/${encodeURIComponent(slo.id)}`}>
              {slo.name}
            </Link>
          </h2>
          <VerdictChip verdict={verdict} />
          <span className="muted">
            {slo.service}, {slo.kind}, {inForce} over {theWindow(slo.window)}
          </span>
        </div>
        {several && statement && <p className="soft stt">{statement}</p>}
        <Scrolling as="section" className="scroll" aria-label={`Quarters of ${slo.name}`}>
          <table className="tb q">
            <thead>
              <tr>
                <th>
                  <span className="sr">Figure</span>
                </th>
                {quarters.map((quarter, i) => (
                  <th key={quarter.label} className={i === quarters.length - 1 ? "num now" : "num"}>
                    {short(quarterName(quarter))}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {quarterRows(quarters).map(({ name, cells }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {cells.map(({ text, bad, quiet }, i) => (
                    <td
                      key={quarters[i]?.label}
                      className={`num${i === cells.length - 1 ? " now" : ""}${bad ? " bad" : ""}${quiet ? " muted" : ""}`}
                    >
                      {text}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
        {drift && (
          <p className="dr">
            <Icon name="differs" size={12} /> <b>Drift.</b> {drift}
          </p>
        )}
      </div>
      <div className="pn ch2">
        <QuarterChart target={target} />
      </div>
    </div>
  );
}
