"use client";
import Link from "next/link";
import { Bob } from "@/app/_parts/bob";
import { count } from "@/lib/format/count";
import type { ReviewGroup, TodayView } from "@/lib/views/today";
import { Row } from "./row";
import type { Review } from "./use-review";
import "./opened.css";
import "./row.css";
import "./handled.css";

type Props = { view: TodayView; review: Review | null };

/** What needs somebody, beside the line at "exactly the allowed share". Without a review: as it was. */
export function ReviewList({ view, review }: Props) {
  const groups = [
    { title: "Breached", why: "past the target now", group: view.breached, all: "/slos?verdict=breached" },
    {
      title: "Will run out first",
      why: "by time to exhaustion at the present burn",
      group: view.atRisk,
      all: "/slos?verdict=at-risk",
    },
    {
      title: "Unknown",
      why: "we could not ask; not counted as healthy",
      group: view.unknown,
      all: "/slos?verdict=unknown",
    },
    { title: "No traffic", why: "we asked; nothing happened", group: view.noTraffic, all: "/slos?verdict=no-traffic" },
    {
      title: "Decisions to settle",
      why: "drift and revisits due within 14 days",
      group: view.toSettle,
      all: "/decisions",
    },
  ];
  return (
    <>
      <div className="lh" aria-hidden="true">
        <span>Verdict</span>
        <span>SLO</span>
        <span className="c-f">Last hour</span>
        <span className="c-p">
          <em>over</em>
          <em>within</em>
        </span>
        <span className="c-s">Window</span>
        <span>Budget</span>
        <span className="c-c">Coverage</span>
      </div>
      <div className="list">
        <span className="pl" aria-hidden="true">
          <Bob />
        </span>
        {groups.map((each) => (
          <Group key={each.title} {...each} view={view} review={review} />
        ))}
      </div>
    </>
  );
}

type GroupProps = Props & { title: string; why: string; group: ReviewGroup; all: string };

/** The neediest of a kind; where there are more, the way to all of them. */
function Group({ title, why, group: { items, total }, all, view, review }: GroupProps) {
  if (total === 0) return null;
  return (
    <section className="group">
      <div className="grp">
        <h2>{title}</h2>
        <span className="gn">{count(total)}</span>
        <span className="why">{why}</span>
      </div>
      <ul>
        {items.map((item) => (
          <Row key={item.subject} item={item} now={view.now} review={review} signedIn={view.reader.signedIn} />
        ))}
      </ul>
      {total > items.length && (
        <p className="more">
          and {count(total - items.length)} more. <Link href={all}>Show all {count(total)}</Link>
        </p>
      )}
    </section>
  );
}
