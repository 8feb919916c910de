"use client";
import Link from "next/link";
import { Bob } from "@/app/_parts/bob";
import { Icon } from "@/app/_parts/icons";
import { VerdictShape } from "@/app/_parts/verdict";
import { percent } from "@/lib/format/percent";
import { dayAndTime, shortDay, timeOfDay } from "@/lib/format/time";
import type { BreachView } from "@/lib/views/breach";

type Event = BreachView["timeline"][number];

const SHAPES: Record<Event["kind"], React.ReactNode> = {
  opened: <VerdictShape verdict="breached" />,
  closed: <VerdictShape verdict="met" />,
  target: <Icon name="pin" size={12} />,
  "other-breach": <VerdictShape verdict="at-risk" />,
  deploy: <Icon name="bolt" size={12} />,
  event: <Icon name="bolt" size={12} />,
  annotation: <Icon name="note" size={12} />,
  acknowledged: <Icon name="check" size={12} />,
  note: <Icon name="note" size={12} />,
  cause: <Icon name="search" size={12} />,
  "follow-up": <Icon name="flag" size={12} />,
  alert: <Icon name="bell" size={12} />,
  "alert-resolved": <Icon name="bell-off" size={12} />,
  sent: <Icon name="out" size={12} />,
  notified: <Icon name="bell" size={12} />,
};

/** What happened around the breach, and what people said of it. */
export function Timeline({ view, addNote }: { view: BreachView; addNote: (() => void) | null }) {
  const { timeline, row, now, sinceOpening, slo } = view;
  const { attainment, coverage } = sinceOpening;
  return (
    <section className="panel" aria-labelledby="timeline">
      <div className="ph">
        <h2 id="timeline">Timeline</h2>
        {addNote && (
          <span className="r noprint">
            <button type="button" className="link" onClick={addNote}>
              Add note
            </button>
          </span>
        )}
      </div>
      <div className="pb">
        <ol className="tl">
          {timeline.map((event, i) => (
            <li
              key={`${event.at} ${event.kind} ${event.what} ${event.detail}`}
              className={i === 0 ? `${event.kind} first` : event.kind}
            >
              <time dateTime={event.at} title={dayAndTime(event.at)}>
                {dayOf(event.at) !== dayOf(timeline[i - 1]?.at ?? now) && <span>{shortDay(event.at)}</span>}
                {timeOfDay(event.at)}
              </time>
              <i>{SHAPES[event.kind]}</i>
              <Told event={event} />
            </li>
          ))}
          {row.closedAt === null && (
            <li className="now">
              <time dateTime={now}>{timeOfDay(now)}</time>
              <i>
                <Bob width={8} />
              </i>
              <div>
                Open
                <p>
                  {attainment === null ? "not known" : percent(attainment)} since it opened ({percent(coverage)}{" "}
                  observed)
                  {slo.lastHour.attainment !== null && `, ${percent(slo.lastHour.attainment)} in the last hour`}
                </p>
              </div>
            </li>
          )}
        </ol>
      </div>
    </section>
  );
}

function Told({ event: { what, code, detail, href, generated } }: { event: Event }) {
  const outside = href !== null && !href.startsWith("/");
  return (
    <div>
      {href !== null && !outside ? <Link href={href}>{what}</Link> : what}
      {code && (
        <>
          {" "}
          <b className="mono">{code}</b>
        </>
      )}
      {(detail || outside || generated) && (
        <p>
          {detail}
          {generated && `${detail ? ", " : ""}generated`}
          {outside && (
            <>
              {" · "}
              <a href={href} target="_blank" rel="noreferrer">
                {hostOf(href)}
              </a>
            </>
          )}
        </p>
      )}
    </div>
  );
}

const dayOf = (at: string): string => at.slice(0, 10);

const hostOf = (href: string): string => (URL.canParse(href) ? new URL(href).host : href);
