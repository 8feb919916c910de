import Link from "next/link";
import { BREACH_KIND_WORDS, lengthInWords, worstInWords } from "@/app/_parts/breach-words";
import { DecisionTag } from "@/app/_parts/decision-tag";
import { VerdictShape } from "@/app/_parts/verdict";
import { percent } from "@/lib/format/percent";
import { briefly } from "@/lib/format/time";
import { CAUSES } from "@/lib/slo/cause";
import type { BreachListRow } from "@/lib/views/breaches";
import type { ShellView } from "@/lib/views/shell";

type Props = { rows: BreachListRow[]; now: string; generated: ShellView["generated"]; caption: string };

export function BreachTable({ rows, now, generated, caption }: Props) {
  return (
    <div className="panel">
      <table className="tb bl">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="ck">
              Kind
            </th>
            <th scope="col" className="cn">
              SLO
            </th>
            <th scope="col" className="co">
              Opened
            </th>
            <th scope="col" className="num">
              Length
            </th>
            <th scope="col" className="num cw">
              Worst
            </th>
            <th scope="col" className="num cs">
              Budget spent
            </th>
            <th scope="col" className="num cc">
              Coverage
            </th>
            <th scope="col" className="cd">
              Decision
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="ck">
                {row.closedAt === null ? (
                  <span className="v breach">
                    <VerdictShape verdict="breached" />
                    {BREACH_KIND_WORDS[row.kind]}
                  </span>
                ) : (
                  <span className="v idle">{BREACH_KIND_WORDS[row.kind]}</span>
                )}
              </td>
              <th scope="row" className="cn">
                <Link className="plain" href={`/breaches/${row.id}`}>
                  {row.slo.name}
                </Link>
                <small>{row.slo.service}</small>
              </th>
              <td className="co">
                {briefly(row.openedAt, now)}
                <Origin row={row} generated={generated} />
                {row.cause && <small>{CAUSES[row.cause]}</small>}
              </td>
              <td className="num cl">{lengthInWords(row)}</td>
              <td className="num cw">
                <b>{worstInWords(row)}</b>
                <small> target {row.targetStatement}</small>
              </td>
              <td className="num cs">
                <span className="lb">budget </span>
                {row.budgetSpent === null ? "–" : percent(row.budgetSpent)}
              </td>
              <td className="num cc muted">
                {row.coverage === null ? "–" : percent(row.coverage)}
                <span className="lb"> observed</span>
              </td>
              <td className="cd">
                <DecisionTag decision={row.decision} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where an episode was not seen as it happened, it says so. */
function Origin({ row, generated }: { row: BreachListRow; generated: ShellView["generated"] }) {
  const opened = Date.parse(row.openedAt);
  const isGenerated = generated.some((span) => opened >= Date.parse(span.from) && opened < Date.parse(span.to));
  const words = [...(row.origin === "backfill" ? ["found in history"] : []), ...(isGenerated ? ["generated"] : [])];
  return words.length === 0 ? null : <small>{words.join(", ")}</small>;
}
