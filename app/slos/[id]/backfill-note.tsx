import { Icon } from "@/app/_parts/icons";
import { percent } from "@/lib/format/percent";
import { briefly } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";

/** How far the engine's history is counted, while it is. */
export function BackfillNote({ view: { backfill, now } }: { view: SloView }) {
  if (backfill.state === "done") return null;
  const { state, countedFrom, historyBegins, share, lookingForBreaches } = backfill;
  return (
    <section className="ban back" aria-label="Backfill">
      <Icon name="clock" />
      <div>
        <p role="status">
          {state === "waiting" ? (
            <>
              <b>History waits to be counted.</b> Figures begin with the minutes counted since{" "}
              {countedFrom === null ? "the start" : `${briefly(countedFrom, now)} UTC`}.
            </>
          ) : lookingForBreaches ? (
            <>
              <b>History is counted; past breaches are being looked for.</b> They will show as found in history.
            </>
          ) : (
            <>
              <b>History is being counted: {percent(share, 0)}.</b> Counted from{" "}
              {countedFrom && briefly(countedFrom, now)} UTC, newest first and usable at once; the engine’s history
              begins {historyBegins && briefly(historyBegins, now)}. Then past breaches are looked for.
            </>
          )}
        </p>
        {state === "running" && (
          <progress className="done" max={1} value={share} aria-label="Counted share of the history" />
        )}
      </div>
    </section>
  );
}
