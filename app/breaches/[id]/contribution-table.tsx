import { Icon } from "@/app/_parts/icons";
import { count } from "@/lib/format/count";
import { percent } from "@/lib/format/percent";
import type { ContributionRowView, ContributionView } from "@/lib/views/contribution";

type Table = NonNullable<ContributionView["kept"]>["tables"][number];

/** Lifts up to this carry hardly more than their share: no colour. */
const LEAST_LIFT = 1.15;
/** A bar is as wide as half the field at this lift, and at its inverse. */
const WIDEST_LIFT = 8;

/** "6.9×", "1.0×", "0.13×" */
export function liftInWords(lift: number | null): string {
  if (lift === null) return "–";
  return `${lift >= 100 ? count(lift) : lift >= 0.95 ? lift.toFixed(1) : lift.toFixed(2)}×`;
}

/** Share of the bad events beside share of the traffic, row by row, and the lift around the plumb line at 1×. */
export function ContributionTable({ table, bad, standsOut }: { table: Table; bad: string; standsOut: boolean }) {
  const widest = Math.max(0.01, ...table.rows.flatMap(({ badShare, totalShare }) => [badShare, totalShare]));
  const firstNew = table.rows.findIndex(({ isAlwaysWorse }) => !isAlwaysWorse);
  const capital = bad.charAt(0).toUpperCase() + bad.slice(1);
  return (
    <div className="scroll">
      <table className="tb hitlist">
        <caption className="sr">
          Shares of the {bad} and of the traffic by {table.labels.join(" and ")}
        </caption>
        <thead>
          <tr>
            <th scope="col">{table.labels.join(", ")}</th>
            <th scope="col" className="sh">
              <span className="key b" />
              {bad} <span className="key t" />
              traffic
            </th>
            <th scope="col" className="num">
              <span className="wide">{capital}</span>
              <span className="tight">Bad</span>
            </th>
            <th scope="col" className="num">
              Traffic
            </th>
            <th scope="col" className="lf">
              <span>
                less <em>1×</em> <span>more</span>
              </span>
            </th>
            <th scope="col" className="num">
              Lift
            </th>
            <th scope="col" className="num ct">
              Count
            </th>
            <th scope="col" className="fi">
              <span className="sr">Query</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            <Row
              key={row.values.join("\n")}
              row={row}
              labels={table.labels}
              widest={widest}
              top={standsOut && i === firstNew}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = { row: ContributionRowView; labels: readonly string[]; widest: number; top: boolean };

function Row({ row, labels, widest, top }: RowProps) {
  const { values, badShare, totalShare, lift, bad, href } = row;
  const strong = lift !== null && lift > LEAST_LIFT;
  const wide = (share: number): string => `${Math.min(100, (share / widest) * 95)}%`;
  const only = `Show only ${labels.map((label, i) => `${label} ${values[i] || "(none)"}`).join(", ")} in Prometheus`;
  return (
    <tr className={top ? "hits" : undefined}>
      <th scope="row">
        {values.map((value, i) => (
          <code key={labels[i]} className={i > 0 ? "p2" : undefined} title={value}>
            {value || "(none)"}
          </code>
        ))}
        {row.isAlwaysWorse && (
          <span
            className="before"
            title="It was worse than the rest before the breach, and has not grown by more since."
          >
            as bad before
          </span>
        )}
      </th>
      <td className="sh">
        <div className="pair">
          <i className="b" style={{ width: wide(badShare) }} />
          <i className="t" style={{ width: wide(totalShare) }} />
        </div>
      </td>
      <td className="num strong">{percent(badShare)}</td>
      <td className="num muted">{percent(totalShare)}</td>
      <td className="lf">
        <div className="lift">
          <i className={strong ? "hi" : undefined} style={liftBar(lift)} />
        </div>
      </td>
      <td className={strong ? "num strong" : "num muted"}>{liftInWords(lift)}</td>
      <td className="num muted ct">{count(bad)}</td>
      <td className="num fi">
        {href && (
          <a className="btn ic" href={href} target="_blank" rel="noreferrer" aria-label={only} title={only}>
            <Icon name="filter" size={16} />
          </a>
        )}
      </td>
    </tr>
  );
}

function liftBar(lift: number | null): { left?: string; right?: string; width: string } {
  if (lift === null) return { left: "50%", width: "0%" };
  const share = Math.min(1, Math.abs(Math.log(Math.max(lift, 1e-6))) / Math.log(WIDEST_LIFT));
  const width = `${share * 50}%`;
  return lift >= 1 ? { left: "50%", width } : { right: "50%", width };
}
