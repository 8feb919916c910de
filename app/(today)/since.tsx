import Link from "next/link";
import { budgetLeft } from "@/app/_parts/budget";
import { Icon } from "@/app/_parts/icons";
import { VERDICT_WORDS, VerdictShape, verdictTone } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { lately } from "@/lib/format/time";
import type { ChangedElse, ChangedVerdict } from "@/lib/views/since-review";
import type { TodayView } from "@/lib/views/today";
import { Week } from "./week";

const WORDS = { new: "New", worse: "Worse", lost: "Lost", resolved: "Resolved", better: "Better" } as const;
const ICONS = { deploy: "bolt", event: "calendar", note: "note", target: "pin", record: "commit" } as const;

/** What the second minute is for: what has changed since somebody looked last. */
export function SinceReview({ view }: { view: TodayView }) {
  const { since, now } = view;
  return (
    <aside className="rail" aria-labelledby="since">
      <h2 id="since">{since.by === null ? "Since yesterday" : `Since ${lately(since.at, now)}`}</h2>
      {since.by === null && <p className="hint">There was no review yet: these are the last 24 hours.</p>}
      <h3 className="rh">Verdicts</h3>
      {since.verdicts.length === 0 && <p className="hint">None has changed.</p>}
      <ul className="ev">
        {since.verdicts.map((change) => (
          <Changed key={change.slo.id} change={change} now={now} />
        ))}
      </ul>
      {since.verdictsTotal > since.verdicts.length && (
        <p className="hint">
          <Link href="/slos">{count(since.verdictsTotal - since.verdicts.length)} more among the SLOs</Link>
        </p>
      )}
      {since.others.length > 0 && (
        <>
          <h3 className="rh">What else changed</h3>
          <ul className="ev">
            {since.others.map((change) => (
              <Else key={`${change.kind} ${change.at} ${change.name}`} change={change} now={now} />
            ))}
          </ul>
          {since.othersTotal > since.others.length && (
            <p className="hint">and {count(since.othersTotal - since.others.length)} more</p>
          )}
        </>
      )}
      <Week reviews={view.reviews} now={now} />
    </aside>
  );
}

function Changed({ change: { what, slo, was, is, breach }, now }: { change: ChangedVerdict; now: string }) {
  const href = breach ? `/breaches/${breach.id}` : `/slos/${encodeURIComponent(slo.id)}`;
  const [verdict, left] = is;
  const from = was === null ? null : VERDICT_WORDS[was[0]].toLowerCase();
  const to = VERDICT_WORDS[verdict].toLowerCase();
  const lasted = breach?.closedAt ? (Date.parse(breach.closedAt) - Date.parse(breach.openedAt)) / 1000 : null;
  const words =
    lasted !== null && what !== "lost"
      ? verdict === "met"
        ? `back after ${duration(lasted)}`
        : `a breach of ${duration(lasted)}, now ${to}`
      : from === null || from === to
        ? was !== null && breach === null
          ? `${budgetLeft(was[1], "")} to ${budgetLeft(left)}`
          : to
        : `${from} to ${to}`;
  const at = breach === null ? null : (breach.closedAt ?? breach.openedAt);
  return (
    <li>
      <span className={`tone-${verdictTone(verdict)}`}>
        <VerdictShape verdict={verdict} />
      </span>
      <div>
        <b>{WORDS[what]}</b>{" "}
        <Link className="plain" href={href}>
          {slo.name}
        </Link>
        , {words}
        {at && <span>{lately(at, now)}</span>}
      </div>
    </li>
  );
}

function Else({ change: { kind, name, words, href, at, generated }, now }: { change: ChangedElse; now: string }) {
  const told = kind === "deploy" ? "Deploy " : kind === "target" ? "Target of " : "";
  const outside = href !== null && !href.startsWith("/");
  const called = kind === "deploy" ? <span className="mono">{name}</span> : name;
  return (
    <li>
      <Icon name={ICONS[kind]} size={12} />
      <div>
        {told}
        {href === null || outside ? (
          called
        ) : (
          <Link className="plain" href={href}>
            {called}
          </Link>
        )}
        {kind === "target" || kind === "record" ? `, ${words}` : ` ${words}`}
        {generated && " (generated)"}
        {at && <span>{lately(at, now)}</span>}
      </div>
    </li>
  );
}
