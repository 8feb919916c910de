"use client";
import { useServerTime } from "@/app/_use-server-time";
import { count } from "@/lib/format/count";
import { percent } from "@/lib/format/percent";
import { ago, briefly, dayAndTime, timeOfDay } from "@/lib/format/time";
import type { EngineView, ShellView } from "@/lib/views/shell";
import { SignedIn } from "./signed-in";
import { ThemeSwitch } from "./theme-switch";

/** Which engine answers, when it last did, how far the ledger is final. */
export function Foot({ shell }: { shell: ShellView | null }) {
  return (
    <div className="foot">
      {shell && (
        <>
          <div>
            {[shell.engine, ...shell.otherEngines].map((engine) => (
              <div key={engine.name}>
                <EngineAge engine={engine} shownAt={shell.now} />
              </div>
            ))}
            {shell.ledgerFinalTo === null ? (
              "Nothing counted yet"
            ) : (
              <>
                Ledger final to <b title={dayAndTime(shell.ledgerFinalTo)}>{finalTo(shell.ledgerFinalTo, shell.now)}</b>
              </>
            )}
          </div>
          {shell.backfill && <BackfillShare backfill={shell.backfill} />}
          <GeneratedNote shell={shell} />
        </>
      )}
      <SignedIn actor={shell?.actor ?? null} />
      <div className="row">
        <span>Theme</span>
        <ThemeSwitch />
      </div>
    </div>
  );
}

/** History is still being counted somewhere. */
export function BackfillShare({ backfill: { done, total, share } }: { backfill: NonNullable<ShellView["backfill"]> }) {
  return (
    <div>
      Counting history: <b>{count(done)}</b> of {count(total)} SLOs, {percent(share, 0)}
    </div>
  );
}

function EngineAge({ engine: { name, state, lastAnswerAt }, shownAt }: { engine: EngineView; shownAt: string }) {
  const now = useServerTime(shownAt);
  if (state === "waiting" || lastAnswerAt === null)
    return (
      <>
        <b>{name}</b>, {state === "silent" ? <span className="silent">has never answered</span> : "not asked yet"}
      </>
    );
  if (state === "silent")
    return (
      <>
        <b>{name}</b>, <span className="silent">silent since {briefly(lastAnswerAt, shownAt)}</span>
      </>
    );
  return (
    <>
      <b>{name}</b>, {ago(lastAnswerAt, now)}
    </>
  );
}

/** Generated history is named wherever the reader is. */
export function GeneratedNote({ shell }: { shell: ShellView }) {
  const until = shell.generated
    .map((span) => span.to)
    .sort()
    .at(-1);
  if (until === undefined) return null;
  return <div title={shell.generated[0]?.note}>Demo: history is generated until {briefly(until, shell.now)}</div>;
}

function finalTo(at: string, now: string): string {
  return at.slice(0, 10) === now.slice(0, 10) ? `${timeOfDay(at)} UTC` : dayAndTime(at);
}
