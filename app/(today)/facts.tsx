"use client";
import { Icon } from "@/app/_parts/icons";
import { useServerTime } from "@/app/_use-server-time";
import { percent } from "@/lib/format/percent";
import { ago, briefly, lately } from "@/lib/format/time";
import type { TodayView } from "@/lib/views/today";

/** Who reviewed, how fresh the figures are, and how far the review is. */
export function Facts({ view, asItWas = false }: { view: TodayView; asItWas?: boolean }) {
  const running = useServerTime(view.now, 5);
  const now = asItWas ? Date.parse(view.now) : running;
  const { finalTo, coverage, lateAfterSeconds, items } = view;
  const isLate = finalTo !== null && now - Date.parse(finalTo) > lateAfterSeconds * 1000;
  return (
    <div className="facts">
      <span>{asItWas ? "" : <Reviewed view={view} />}</span>
      {finalTo && (
        <span className={isLate ? "late" : undefined}>
          {isLate && <Icon name="warning" size={12} />}
          Ledger final to <b>{briefly(finalTo, now)} UTC</b>, {ago(finalTo, now)}
          {isLate && ": older than it should be"}
        </span>
      )}
      {finalTo === null && items.total > 0 && <span>Nothing has been counted that could be shown.</span>}
      {coverage !== null && (
        <span>
          Coverage <b>{percent(coverage)}</b>
        </span>
      )}
      {items.total > 0 && <Progress items={items} />}
    </div>
  );
}

function Reviewed({ view: { reviews, now } }: { view: TodayView }) {
  const { last } = reviews;
  if (last === null) return "Never reviewed yet";
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const who = (
    <b>
      {last.by}, {last.finishedAt.slice(11, 16)}
    </b>
  );
  if (last.day === day(Date.parse(now))) return <>Reviewed today by {who}</>;
  if (last.day === day(Date.parse(now) - 86_400_000)) return <>Not reviewed yet today; yesterday by {who}</>;
  return (
    <>
      Not reviewed yet today; last by{" "}
      <b>
        {last.by}, {lately(last.finishedAt, now)}
      </b>
    </>
  );
}

/** More segments than this are a bar. */
const MOST_SEGMENTS = 24;

function Progress({ items: { handled, total } }: { items: TodayView["items"] }) {
  return (
    <span className="prog">
      <span className={total > MOST_SEGMENTS ? "segs whole" : "segs"} aria-hidden="true">
        {total > MOST_SEGMENTS ? (
          <i className="part" style={{ width: `${(handled / total) * 100}%` }} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the segments are alike and never move.
          Array.from({ length: total }, (_, i) => <i key={i} className={i < handled ? "full" : undefined} />)
        )}
      </span>
      <span>
        <b>
          {handled} of {total}
        </b>{" "}
        handled
      </span>
    </span>
  );
}
