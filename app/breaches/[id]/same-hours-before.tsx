import { observed } from "@/app/_parts/coverage";
import { count } from "@/lib/format/count";
import { percent } from "@/lib/format/percent";
import { briefly } from "@/lib/format/time";
import type { BreachView } from "@/lib/views/breach";

/** Whether these hours are always like this. */
export function SameHoursBefore({ view }: { view: BreachView }) {
  const { row, sinceOpening, previous, now, target } = view;
  if (previous.length === 0) return null;
  const hours = [
    {
      label: "This breach",
      from: row.openedAt,
      to: row.closedAt ?? now,
      attainment: sinceOpening.attainment,
      total: sinceOpening.total,
      coverage: sinceOpening.coverage,
    },
    ...previous,
  ];
  return (
    <section className="panel" aria-labelledby="before">
      <div className="ph">
        <h2 id="before">Same hours before</h2>
      </div>
      <div className="pb">
        <ul className="cms">
          {hours.map((span) => {
            const past = span.attainment !== null && span.attainment < target.objective;
            return (
              <li className="cm" key={span.label}>
                <span className="muted">
                  {span.label}, {briefly(span.from, now)} – {briefly(span.to, now)}
                </span>
                <b className={past ? "tone-breach" : undefined}>
                  {span.attainment === null ? "–" : percent(span.attainment)}
                </b>
                <span className="muted">
                  {count(span.total)} counted, {observed(span.coverage)}
                </span>
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
