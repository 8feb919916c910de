"use client";
import Link from "next/link";
import { BREACH_KIND_WORDS } from "@/app/_parts/breach-words";
import { Icon } from "@/app/_parts/icons";
import { VerdictShape } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { briefly, longDay, shortWeekday, timeOfDay } from "@/lib/format/time";
import type { DayView } from "@/lib/views/day";
import type { TodayView } from "@/lib/views/today";
import { CarriedOver } from "./carried";
import { Facts } from "./facts";
import { lede } from "./lede";
import { Rest } from "./rest";
import { ReviewList } from "./review-list";
import { SinceReview } from "./since";
import "./today.css";
import "./head.css";

/** A day as its review left it: nothing on it can be changed. */
export function DayScreen({ view }: { view: DayView }) {
  const { day, kept, chosen } = view;
  return (
    <div className="today past">
      <div className="head">
        <h1>{longDay(day)}</h1>
        <div className="acts noprint">
          {view.before && (
            <Link className="btn quiet" href={`/?day=${view.before}`}>
              <Icon name="clock" size={16} /> {shortWeekday(view.before)}
            </Link>
          )}
          {view.after && view.after !== view.now.slice(0, 10) && (
            <Link className="btn quiet" href={`/?day=${view.after}`}>
              <Icon name="clock" size={16} /> {shortWeekday(view.after)}
            </Link>
          )}
          <Link className="btn pri" href="/">
            Today
          </Link>
        </div>
      </div>
      <div className="ban asitwas" role="note">
        <Icon name="clock" />
        <div>
          <p>
            <b>{bannerOf(view)}</b> {chosen?.note && `“${chosen.note}” `}
            <Link href="/">Back to today</Link>
          </p>
          {view.reviews.length > 1 && (
            <p>
              {view.reviews.length} reviews of this day:{" "}
              {view.reviews.map(({ id, by, finishedAt }) => (
                <Link
                  key={id}
                  className="other"
                  href={`/?day=${day}&review=${id}`}
                  aria-current={id === chosen?.id ? "true" : undefined}
                >
                  {by}, {timeOfDay(finishedAt)}
                </Link>
              ))}
            </p>
          )}
        </div>
      </div>
      {kept ? <AsItWas view={kept} /> : chosen === null && <OpenThen view={view} />}
    </div>
  );
}

function bannerOf({ day, kept, chosen }: DayView): string {
  if (chosen === null) return `Nobody finished a review on ${shortWeekday(day)}.`;
  const when = `${chosen.by} finished the review at ${timeOfDay(chosen.finishedAt)} UTC.`;
  return kept
    ? `${shortWeekday(day)} as it was when ${chosen.by} finished the review at ${timeOfDay(chosen.finishedAt)} UTC. It can only be read.`
    : `${when} What it kept is of an older version and cannot be drawn.`;
}

function AsItWas({ view }: { view: TodayView }) {
  const { bold, rest } = lede(view);
  const { total } = view.items;
  return (
    <>
      <p className="lede">
        <b>{bold}</b> {rest}
      </p>
      <Facts view={view} asItWas />
      <div className="cols">
        <section aria-label="Review items">
          {total > 0 ? <ReviewList view={view} review={null} /> : <p className="nothing">Nothing needed anybody.</p>}
          <Rest group={view.met} alone={total === 0} />
          <CarriedOver view={view} readOnly />
        </section>
        <SinceReview view={view} />
      </div>
    </>
  );
}

/** Without a review the breaches still say what the day was like. */
function OpenThen({ view: { breaches, breachesTotal, day, now } }: { view: DayView }) {
  return (
    <section className="then" aria-labelledby="then">
      <h2 id="then">Breaches open on {shortWeekday(day)}</h2>
      {breaches.length === 0 ? (
        <p className="hint">None was open on that day.</p>
      ) : (
        <ul className="ev">
          {breaches.map((breach) => (
            <li key={breach.id}>
              <span className="tone-breach">
                <VerdictShape verdict="breached" />
              </span>
              <div>
                <Link className="plain" href={`/breaches/${breach.id}`}>
                  {breach.slo.name}
                </Link>
                , {BREACH_KIND_WORDS[breach.kind].toLowerCase()}, {breach.targetStatement}
                <span>
                  {briefly(breach.openedAt, now)} to {breach.closedAt ? briefly(breach.closedAt, now) : "now"} UTC,{" "}
                  {duration(breach.durationSeconds)}
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
      {breachesTotal > breaches.length && (
        <p className="hint">
          <Link href="/breaches">{count(breachesTotal - breaches.length)} more in Breaches</Link>
        </p>
      )}
    </section>
  );
}
