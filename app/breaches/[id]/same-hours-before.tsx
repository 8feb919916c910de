"use client";
import { useId, useState } from "react";
import { TableTwin } from "@/app/_charts/table-twin";
import { observed } from "@/app/_parts/coverage";
import { Sparkline } from "@/app/_parts/sparkline";
import { count } from "@/lib/format/count";
import { percent } from "@/lib/format/percent";
import { briefly, timeOfDay } from "@/lib/format/time";
import type { BreachView } from "@/lib/views/breach";

type Hours = BreachView["sameHours"]["hours"][number];

/** Whether these hours are always like this. */
export function SameHoursBefore({ view: { sameHours, target, now } }: { view: BreachView }) {
  const [twin, setTwin] = useState(false);
  const id = useId();
  const { hours, sentence } = sameHours;
  const span = ({ from, to }: Hours): string => `${briefly(from, now)} – ${briefly(to, now)}`;
  return (
    <section className="panel" aria-labelledby={`${id}h`}>
      <div className="ph">
        <h2 id={`${id}h`}>Same hours before</h2>
        <span className="r noprint">
          <button
            type="button"
            className="link"
            aria-expanded={twin}
            aria-controls={`${id}t`}
            onClick={() => setTwin(!twin)}
          >
            Table
          </button>
        </span>
      </div>
      <div className="pb">
        <ul className="cms">
          {hours.map((each, i) => (
            <li className="cm" key={each.label}>
              <div>
                <span className="muted">
                  {each.label}
                  {i === 0 && `, ${timeOfDay(each.from)} – ${timeOfDay(each.to)}`}
                </span>
                <b>{each.attainment === null ? "–" : percent(each.attainment)}</b>
                <span className="muted">
                  {each.perMinute === null ? "nothing counted" : `${count(each.perMinute)} a minute`},{" "}
                  {observed(each.coverage)}
                </span>
              </div>
              <Sparkline
                values={each.values}
                objective={target.objective}
                verdict={each.attainment !== null && each.attainment < target.objective ? "breached" : "met"}
                width={116}
                height={34}
              />
            </li>
          ))}
        </ul>
        {sentence && <p className="hint">{sentence}</p>}
        <div id={`${id}t`} className="twin" hidden={!twin}>
          {twin && (
            <TableTwin
              caption="The same hours, beside each other"
              head={["Hours (UTC)", "Good share", "All", "A minute", "Observed"]}
              rows={hours
                .toReversed()
                .map((each) => [
                  span(each),
                  each.attainment === null ? "–" : percent(each.attainment, 2),
                  count(each.total),
                  each.perMinute === null ? "–" : count(each.perMinute),
                  percent(each.coverage),
                ])}
            />
          )}
        </div>
      </div>
    </section>
  );
}
