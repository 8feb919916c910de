"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Icon } from "@/app/_parts/icons";
import { duration } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import { briefly } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";

const BackfillDialog = dynamic(() => import("./backfill-dialog"), { ssr: false });

/** How far the engine's history is counted, while it is; and that it was left where somebody cancelled it. */
export function BackfillNote({ view }: { view: SloView }) {
  const [asked, setAsked] = useState<"cancel" | "resume" | null>(null);
  const { backfill, row, mayCancelBackfill: may } = view;
  const { state, share, lookingForBreaches } = backfill;
  if (state === "done") return null;
  return (
    <section className="ban back" aria-label="Backfill">
      <Icon name={state === "cancelled" ? "warning" : "clock"} />
      <div>
        <p role="status">
          <Told view={view} />
        </p>
        {state === "running" && (
          <progress className="done" max={1} value={share} aria-label="Counted share of the history" />
        )}
        {may && state === "cancelled" && (
          <button type="button" className="btn sm noprint" onClick={() => setAsked("resume")}>
            Go on counting
          </button>
        )}
        {may && state !== "cancelled" && !lookingForBreaches && (
          <button type="button" className="btn sm noprint" onClick={() => setAsked("cancel")}>
            Cancel
          </button>
        )}
      </div>
      {asked && <BackfillDialog id={row.id} name={row.name} does={asked} close={() => setAsked(null)} />}
    </section>
  );
}

function Told({ view: { backfill, now } }: { view: SloView }) {
  const { state, countedFrom, historyBegins, share, lookingForBreaches, secondsLeft, cancelled } = backfill;
  const from = countedFrom === null ? "the start" : `${briefly(countedFrom, now)} UTC`;
  if (cancelled)
    return (
      <>
        <b>History before {from} was not counted:</b> {cancelled.by} cancelled it {briefly(cancelled.at, now)} UTC.{" "}
        {lookingForBreaches
          ? "Past breaches are being looked for in what was counted."
          : "Windows reach back no further."}
      </>
    );
  if (state === "waiting")
    return (
      <>
        <b>History waits to be counted.</b> Figures begin with the minutes counted since {from}.
      </>
    );
  if (lookingForBreaches)
    return (
      <>
        <b>History is counted; past breaches are being looked for.</b> They will show as found in history.
      </>
    );
  return (
    <>
      <b>History is being counted: {percent(share, 0)}.</b>{" "}
      {secondsLeft !== null && `About ${duration(secondsLeft)} left. `}
      Counted from {from}, newest first and usable at once; the engine’s history begins{" "}
      {historyBegins && briefly(historyBegins, now)}. Then past breaches are looked for.
    </>
  );
}
