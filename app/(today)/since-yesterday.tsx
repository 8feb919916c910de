import Link from "next/link";
import { BREACH_KIND_WORDS } from "@/app/_parts/breach-words";
import { VerdictShape } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { briefly } from "@/lib/format/time";
import type { TodayView } from "@/lib/views/today";

export function SinceYesterday({ view: { changes, changesTotal, now } }: { view: TodayView }) {
  return (
    <aside className="rail" aria-labelledby="since">
      <h2 id="since">Since yesterday</h2>
      {changes.length === 0 ? (
        <p className="hint">Nothing opened or closed in the last 24 hours.</p>
      ) : (
        <ul className="ev">
          {changes.map(({ at, what, breach }) => (
            <li key={`${breach.id} ${what}`}>
              <span className={what === "opened" ? "tone-breach" : "tone-met"}>
                <VerdictShape verdict={what === "opened" ? "breached" : "met"} />
              </span>
              <div>
                <b>{what === "opened" ? "Opened" : "Closed"}</b>{" "}
                <Link className="plain" href={`/breaches/${breach.id}`}>
                  {breach.slo.name}
                </Link>
                , {BREACH_KIND_WORDS[breach.kind].toLowerCase()}
                {what === "closed" && `, after ${duration(breach.durationSeconds)}`}
                <span>{briefly(at, now)}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
      {changesTotal > changes.length && (
        <p className="hint">
          <Link href="/breaches">{count(changesTotal - changes.length)} more in Breaches</Link>
        </p>
      )}
    </aside>
  );
}
