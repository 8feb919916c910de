"use client";
import { useState } from "react";
import { briefly } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";
import { untilWords } from "./annotation-words";

const SHOWN = 6;

/** The alerts on the charts as a list, newest first. */
export function AlertsPanel({ view: { alerts, now } }: { view: SloView }) {
  const [all, setAll] = useState(false);
  if (alerts.length === 0) return null;
  const newestFirst = alerts.toReversed();
  return (
    <section className="panel" aria-labelledby="alerts">
      <div className="ph">
        <h2 id="alerts">Alerts</h2>
      </div>
      <p className="sum">What Alertmanager told of other alerts in this range, about this SLO or its service.</p>
      <div className="pb">
        <ul className="happened">
          {(all ? newestFirst : newestFirst.slice(0, SHOWN)).map((each) => (
            <li key={each.id}>
              <span className="when">
                {briefly(each.from, now)} {each.to !== null && `– ${untilWords(each.from, each.to, now)}`}
              </span>
              <div>
                <b>{each.severity === null ? "Alert" : `Alert, ${each.severity}`}:</b>{" "}
                {each.url ? (
                  <a href={each.url} target="_blank" rel="noreferrer">
                    {each.name}
                  </a>
                ) : (
                  each.name
                )}
                {each.summary && <p>{each.summary}</p>}
                <small>
                  {each.to === null && `firing when last heard of at ${briefly(each.heardAt, now)}, `}
                  through {each.receiver}
                  {each.ofService && ", of the whole service"}
                </small>
              </div>
            </li>
          ))}
        </ul>
        {alerts.length > SHOWN && !all && (
          <button type="button" className="link noprint" onClick={() => setAll(true)}>
            Show all {alerts.length}
          </button>
        )}
      </div>
    </section>
  );
}
