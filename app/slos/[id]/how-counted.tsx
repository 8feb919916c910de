"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { briefly, day } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";

const DefinitionDialog = dynamic(() => import("./definition-dialog"), { ssr: false });
const RetireDialog = dynamic(() => import("./retire-dialog"), { ssr: false });

/** Where the counts come from, and what changed in them afterwards. */
export function HowCounted({ view: { counted, row, now, history } }: { view: SloView }) {
  const [asked, setAsked] = useState<"change" | "retire" | null>(null);
  const inApp = counted.source === "app";
  const { source, approximate, engine, delaySeconds, periodSeconds, countedFrom, redefined, recounts } = counted;
  return (
    <section className="panel" aria-labelledby="counted">
      <div className="ph">
        <h2 id="counted">How it is counted</h2>
      </div>
      <div className="pb">
        {approximate && (
          <p className="soft">
            <b>Approximate.</b> The expression is no sum of counters, so it is evaluated as it was written, once a
            minute.
          </p>
        )}
        {redefined && (
          <p className="soft">
            <b>Counted by a new definition since {briefly(redefined.at, now)}.</b> It is version {redefined.version}.
            What the engine still holds of the time before was counted by it as well.
          </p>
        )}
        <dl className="kv">
          <div>
            <dt>Counted from</dt>
            <dd>{countedFrom === null ? "Nothing is counted yet" : day(countedFrom)}</dd>
          </div>
          {engine !== null && (
            <div>
              <dt>Engine</dt>
              <dd className="mono">{engine}</dd>
            </div>
          )}
          <div>
            <dt>Final after</dt>
            <dd>
              {duration(delaySeconds)}
              {periodSeconds !== null && `, in periods of ${duration(periodSeconds)}`}
            </dd>
          </div>
          <div>
            <dt>Late events</dt>
            <dd>{recounts.length === 0 ? "None came" : <Recounts recounts={recounts} now={now} />}</dd>
          </div>
          <div>
            <dt>Defined in</dt>
            <dd className={inApp ? undefined : "mono"}>{inApp ? "The app" : source}</dd>
          </div>
        </dl>
        <p className="hint" style={{ marginTop: 10 }}>
          {inApp
            ? "Moved to a folder of SLO_DIR, its document is owned by git. "
            : "What is counted is changed in that file. "}
          <a href={`/api/v1/slos/${encodeURIComponent(row.id)}/openslo`} download={`${row.id}.yaml`}>
            Download OpenSLO
          </a>
        </p>
        {inApp && history.may === "edit" && (
          <p className="owned noprint">
            <button type="button" className="link" onClick={() => setAsked("change")}>
              Change what it counts
            </button>
            <button type="button" className="link" onClick={() => setAsked("retire")}>
              Retire
            </button>
          </p>
        )}
        {asked === "change" && <DefinitionDialog id={row.id} close={() => setAsked(null)} />}
        {asked === "retire" && <RetireDialog id={row.id} name={row.name} close={() => setAsked(null)} />}
      </div>
    </section>
  );
}

function Recounts({ recounts, now }: { recounts: SloView["counted"]["recounts"]; now: string }) {
  return (
    <ul>
      {recounts.map((recount) => (
        <li key={`${recount.at} ${recount.from}`}>
          {briefly(recount.at, now)}: {added(recount)}
        </li>
      ))}
    </ul>
  );
}

/** "312 late events added", "2 min observed after all". */
function added({ totalAdded, goodAdded, secondsAdded }: SloView["counted"]["recounts"][number]): string {
  const events = Math.round(totalAdded);
  if (events !== 0) return `${count(Math.abs(events))} late events ${events > 0 ? "added" : "taken away"}`;
  if (Math.round(goodAdded) !== 0) return `${count(Math.abs(goodAdded))} events judged anew`;
  return `${duration(Math.abs(secondsAdded))} ${secondsAdded < 0 ? "not observed after all" : "observed after all"}`;
}
