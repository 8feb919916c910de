"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useKeySwitch } from "@/app/_keys/keys";
import { ProblemNote } from "@/app/_parts/problem-note";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { longDay } from "@/lib/format/time";
import type { TodayView } from "@/lib/views/today";
import { CarriedOver } from "./carried";
import { Facts } from "./facts";
import { Head } from "./head";
import { lede } from "./lede";
import { NoSloYet } from "./no-slo-yet";
import { Rest } from "./rest";
import { ReviewList } from "./review-list";
import { SinceReview } from "./since";
import { type Review, useReview } from "./use-review";
import { Waiting } from "./waiting";
import "./today.css";
import "./head.css";

const ReviewDialogs = dynamic(() => import("./review-dialogs"), { ssr: false });

export function TodayScreen({ initial }: { initial: TodayView }) {
  const view = useScreen(screens.today(), initial);
  if (hasNoSlo(view) && view.toSettle.total === 0)
    return (
      <div className="today">
        <h1>{longDay(view.now)}</h1>
        <NoSloYet />
      </div>
    );
  return <Reviewing view={view} />;
}

const hasNoSlo = ({ breached, atRisk, unknown, noTraffic, met }: TodayView): boolean =>
  [breached, atRisk, unknown, noTraffic, met].every(({ total }) => total === 0);

function Reviewing({ view }: { view: TodayView }) {
  const review = useReview(view);
  const [told, setTold] = useState("");
  const { bold, rest } = lede(view);
  const { total, handled } = view.items;
  return (
    <div className="today">
      <Head view={view} finish={review.askToFinish} tell={setTold} />
      <p className="lede">
        <b>{bold}</b> {rest}
      </p>
      <Facts view={view} />
      {hasNoSlo(view) && (
        <p className="hint">
          No SLO yet: <Link href="/slos/packs">Ready-made SLOs</Link> are made of what the engine has.
        </p>
      )}
      <div className="cols">
        <section aria-label="Review items">
          {total > 0 ? (
            <ReviewList view={view} review={review} />
          ) : (
            <p className="nothing">Nothing needs anybody now: the review can be finished.</p>
          )}
          <Below review={review} total={total} />
          <p className={review.said || told ? "hint said" : "sr"} role="status">
            {review.said || told || (total > 0 && handled === total ? "Everything is handled." : "")}
          </p>
          {review.asking === null && <ProblemNote problem={review.problem} />}
          <Waiting view={view} />
          <Rest group={view.met} alone={total === 0} />
          <CarriedOver view={view} readOnly={false} />
        </section>
        <SinceReview view={view} />
      </div>
      {review.asking && <ReviewDialogs asking={review.asking} view={view} review={review} />}
    </div>
  );
}

/** What the keys do, and what is selected. */
function Below({ review, total }: { review: Review; total: number }) {
  const { on, turn, showSheet } = useKeySwitch();
  const chosen = review.chosen.size;
  if (total === 0) return null;
  return (
    <>
      {chosen > 0 && (
        <section className="bulk noprint" aria-label="Selected items">
          <b>{chosen} selected</b>
          <button type="button" className="btn sm pri" onClick={() => review.begin("acknowledged")}>
            Acknowledge <kbd>e</kbd>
          </button>
          <button type="button" className="btn sm" onClick={() => review.begin("followed-up")}>
            Follow up <kbd>f</kbd>
          </button>
          <button type="button" className="btn sm" onClick={() => review.begin("dismissed")}>
            Dismiss <kbd>d</kbd>
          </button>
          <button type="button" className="btn sm quiet" onClick={review.chooseNone}>
            Select none
          </button>
        </section>
      )}
      <p className="keys noprint">
        {on && (
          <>
            <span>
              <kbd>j</kbd> <kbd>k</kbd> move
            </span>
            <span>
              <kbd>x</kbd> select
            </span>
            <span>
              <kbd>e</kbd> acknowledge
            </span>
            <span>
              <kbd>f</kbd> follow up
            </span>
            <span>
              <kbd>d</kbd> dismiss
            </span>
            <span>
              <kbd>n</kbd> note
            </span>
            <span>
              <kbd>z</kbd> undo
            </span>
            <button type="button" className="link plainlink" onClick={showSheet}>
              <kbd>?</kbd> all keys
            </button>
          </>
        )}
        <button type="button" className="link" onClick={() => turn(!on)}>
          {on ? "Turn keys off" : "Turn keys on"}
        </button>
      </p>
    </>
  );
}
