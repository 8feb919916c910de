import Link from "next/link";
import { lately, shortWeekday, weekday } from "@/lib/format/time";
import type { ReviewWeek } from "@/lib/views/reviews";
import { initials } from "./item-words";

/** Who reviewed on which of the last seven days. */
export function Week({ reviews: { days, medianMinutes }, now }: { reviews: ReviewWeek; now: string }) {
  return (
    <>
      <h3 className="rh">Reviews</h3>
      <ol className="week">
        {days.map(({ day, reviews }, i) => {
          const last = reviews.at(-1);
          const isToday = i === days.length - 1;
          const who = last ? `${last.by}, ${lately(last.finishedAt, now)}` : isToday ? "not yet" : "no review";
          return (
            <li key={day} className={[last ? "" : "no", isToday ? "cur" : ""].join(" ").trim()}>
              <span aria-hidden="true">{weekday(day).charAt(0)}</span>
              {isToday && !last ? (
                <b title="Today: not yet">
                  <span className="sr">Today: not yet</span>
                </b>
              ) : (
                <Link className="plain" href={`/?day=${day}`} title={`${shortWeekday(day)}: ${who}`}>
                  <b aria-hidden="true">{last ? initials(last.by) : "–"}</b>
                  <span className="sr">{`${shortWeekday(day)}: ${who}`}</span>
                </Link>
              )}
            </li>
          );
        })}
      </ol>
      <p className="hint">
        {medianMinutes === null ? "" : `Median ${medianMinutes} min. `}Any past day opens as it was.
      </p>
    </>
  );
}
