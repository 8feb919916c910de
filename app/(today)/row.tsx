"use client";
import Link from "next/link";
import { BudgetBar, budgetLeft, budgetOutlook, budgetTone } from "@/app/_parts/budget";
import { DecisionTag } from "@/app/_parts/decision-tag";
import { Icon } from "@/app/_parts/icons";
import { Sparkline } from "@/app/_parts/sparkline";
import { VERDICT_WORDS, VerdictChip } from "@/app/_parts/verdict";
import { percent } from "@/lib/format/percent";
import { briefly } from "@/lib/format/time";
import type { SloRow } from "@/lib/views/slo-row";
import type { ReviewItem } from "@/lib/views/today";
import { handledWords } from "./item-words";
import { lastHourFigure } from "./last-hour";
import { Notes } from "./notes";
import { Opened } from "./opened";
import { Plumb } from "./plumb";
import type { Review } from "./use-review";

type Props = { item: ReviewItem; now: string; review: Review | null; signedIn: boolean };

/** One item. Without a review it is read only, as on a past day. */
export function Row({ item, now, review, signedIn }: Props) {
  const { subject, row, words, handled, decision, name, href, silence } = item;
  const isCurrent = review?.current === subject;
  const isChosen = review?.chosen.has(subject) ?? false;
  const sending = review?.sending.get(subject) ?? null;
  const folded = handled !== null && !isCurrent;
  const dress = [isCurrent && "sel", isChosen && "chosen", folded && "folded", sending && "sending"].filter(Boolean);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press anywhere makes the row the current one; j and k do it by keyboard.
    <li
      className={`row ${dress.join(" ")}`.trim()}
      data-subject={subject}
      tabIndex={review ? -1 : undefined}
      aria-current={isCurrent ? "true" : undefined}
      onClick={review ? () => review.go(subject) : undefined}
    >
      {review && signedIn && (
        <label className="pick noprint">
          <input
            type="checkbox"
            checked={isChosen}
            onClick={(event) => event.stopPropagation()}
            onChange={(event) =>
              review.choose(subject, "shiftKey" in event.nativeEvent && event.nativeEvent.shiftKey === true)
            }
          />
          <span className="sr">Select {name}</span>
        </label>
      )}
      <div className="c-v">
        <Kind item={item} />
      </div>
      <div className="c-n">
        <div className="nm">
          <Link className="plain strong" href={href}>
            {name}
          </Link>
          {row && <span>{row.service}</span>}
        </div>
        {!folded && <DecisionTag decision={decision} />}
      </div>
      {folded && <p className="done">{handledWords(handled, now)}</p>}
      {!folded && row && <Figures row={row} />}
      {!folded && !row && <p className="c-w">{words.brief}</p>}
      {review && <Verbs item={item} review={review} />}
      {silence && !folded && (
        <p className="whyx silenced">
          <Icon name="bell-off" size={12} /> Silenced until {briefly(silence.until, now)} by {silence.by || "somebody"}
          {silence.comment && `: “${silence.comment}”`}
        </p>
      )}
      {sending !== null && <p className="whyx">{sending}…</p>}
      {isCurrent && review ? (
        <Opened item={item} now={now} review={review} signedIn={signedIn} />
      ) : (
        !folded && row && words.brief && <p className="whyx">{words.brief}</p>
      )}
      {!isCurrent && item.notes.length > 0 && <Notes item={item} now={now} />}
    </li>
  );
}

/** Drift and revisits are no verdicts: ink on grey. */
function Kind({ item: { kind, row, handled } }: { item: ReviewItem }) {
  if (kind === "drift" || kind === "revisit")
    return (
      <span className="v note">
        <Icon name={kind === "drift" ? "differs" : "calendar"} size={12} />
        {kind === "drift" ? "Drift" : "Revisit"}
      </span>
    );
  if (handled !== null) return <span className="v idle">{VERDICT_WORDS[kind]}</span>;
  return <VerdictChip verdict={kind} {...(row?.stale && kind === "breached" ? { word: "Breached, stale" } : {})} />;
}

function Figures({ row }: { row: SloRow }) {
  const { figure, target } = lastHourFigure(row);
  return (
    <>
      <div className="c-f">
        <b>
          <span className="sr">Last hour </span>
          {figure}
        </b>
        <span>{target}</span>
      </div>
      <div className="c-p">
        <Plumb row={row} />
      </div>
      <div className="c-s">
        <Sparkline values={row.sparkline} objective={row.objective} verdict={row.verdict} />
      </div>
      <div className="c-b">
        <div className="bl">
          <b className={budgetTone(row)}>{budgetLeft(row.budget.remaining)}</b>
          <span>{budgetOutlook(row)}</span>
        </div>
        <BudgetBar row={row} />
      </div>
      <div className="c-c" title="Coverage: observed of elapsed time, over the window and in the last hour">
        <span className="sr">Coverage of the window </span>
        {percent(row.coverage)}
        <span>
          <span className="sr">of the </span>last h {percent(row.lastHour.coverage, 0)}
        </span>
      </div>
    </>
  );
}

/** By mouse: three verbs, or the way back from what was done. */
function Verbs({ item, review }: { item: ReviewItem; review: Review }) {
  const { name, handled, mayMark } = item;
  const busy = review.sending.has(item.subject);
  const does = (act: () => void) => (event: React.MouseEvent) => {
    event.stopPropagation();
    act();
  };
  if (!mayMark) return <div className="ra" />;
  if (handled)
    return (
      <div className="ra noprint">
        <button
          type="button"
          className="btn ic"
          aria-label={`Take back: ${name}`}
          title="Take back (z)"
          disabled={busy}
          onClick={does(() => review.undo([{ item, mark: handled.id }]))}
        >
          <Icon name="undo" size={16} />
        </button>
      </div>
    );
  const verbs = [
    { verb: "acknowledged", label: "Acknowledge", icon: "check", key: "e" },
    { verb: "followed-up", label: "Follow up", icon: "flag", key: "f" },
    { verb: "dismissed", label: "Dismiss", icon: "cross", key: "d" },
  ] as const;
  return (
    <div className="ra noprint">
      {verbs.map(({ verb, label, icon, key }) => (
        <button
          key={verb}
          type="button"
          className="btn ic"
          aria-label={`${label}: ${name}`}
          title={`${label} (${key})`}
          disabled={busy}
          onClick={does(() => review.begin(verb, [item]))}
        >
          <Icon name={icon} size={16} />
        </button>
      ))}
    </div>
  );
}
