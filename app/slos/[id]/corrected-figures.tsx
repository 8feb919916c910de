import { budgetLeft } from "@/app/_parts/budget";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { eventWords } from "@/lib/format/events";
import { percent } from "@/lib/format/percent";
import { briefly } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";

const share = (attainment: number | null): string => (attainment === null ? "–" : percent(attainment));

/** Raw and corrected figures side by side, raw first; nothing where nothing is excluded. */
export function CorrectedFigures({ view: { corrected, row, now } }: { view: SloView }) {
  if (!corrected) return null;
  const { bad } = eventWords(row.kind);
  const lines: [string, string, string][] = [
    ["Good share", share(row.attainment), share(corrected.attainment)],
    ["Budget left", budgetLeft(row.budget.remaining, ""), budgetLeft(corrected.remaining, "")],
    [`Spent (${bad})`, count(row.budget.spent), count(corrected.spent)],
    ["Allowed", count(row.budget.allowed), count(corrected.allowed)],
    ["Coverage", percent(row.coverage), percent(corrected.coverage)],
  ];
  return (
    <section className="panel" aria-labelledby="corrected">
      <div className="ph">
        <h2 id="corrected">Raw and corrected</h2>
      </div>
      <p className="sum">
        Corrected leaves out {duration(corrected.excludedMinutes * 60)} of this window. Verdicts and breaches follow the
        raw figures.
      </p>
      <div className="pb">
        <table className="tb corr">
          <thead>
            <tr>
              <td />
              <th scope="col" className="num">
                Raw
              </th>
              <th scope="col" className="num">
                Corrected
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(([term, raw, without]) => (
              <tr key={term}>
                <th scope="row">{term}</th>
                <td className="num strong">{raw}</td>
                <td className="num">{without}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <ul className="notes">
          {corrected.exclusions.map((exclusion) => (
            <li key={`${exclusion.from} ${exclusion.reason}`}>
              {exclusion.recurs ? "Recurring, first " : ""}
              {briefly(exclusion.from, now)} – {briefly(exclusion.to, now)}: {exclusion.reason} ({exclusion.author})
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
