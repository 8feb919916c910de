"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useKeys } from "@/app/_keys/keys";
import { Icon } from "@/app/_parts/icons";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { useServerTime } from "@/app/_use-server-time";
import { duration } from "@/lib/format/duration";
import { dayAndTime } from "@/lib/format/time";
import type { RevisitView } from "@/lib/views/revisit";
import { addressOf } from "../words";
import { Agenda } from "./agenda";
import { DecisionPart } from "./decision-part";
import { Opening } from "./opening";
import "./revisit.css";
import "./print.css";

/** One screen of the meeting: its opening, or one decision. */
export function RevisitScreen({ initial, presenting }: { initial: RevisitView; presenting: boolean }) {
  const shown = initial.current?.address ?? null;
  const view = useScreen(screens.revisit(initial.quarter.id, shown), initial);
  const router = useRouter();
  const { quarter, agenda, current } = view;
  const at = agenda.findIndex(({ address }) => address === shown);
  const hrefOf = (i: number): string => addressOf(quarter.id, agenda[i]?.address ?? null, presenting);
  const go = (i: number): void => {
    if (i >= -1 && i < agenda.length && i !== at) router.push(hrefOf(i));
  };
  useKeys([
    { keys: "ArrowRight j", says: "Next decision", act: () => go(at + 1) },
    { keys: "ArrowLeft k", says: "Decision before", act: () => go(at - 1) },
    { keys: "p", says: "Presenter view", act: () => router.replace(addressOf(quarter.id, shown, !presenting)) },
    {
      keys: "Escape",
      says: "Leave presenter view",
      act: () => presenting && router.replace(addressOf(quarter.id, shown, false)),
    },
  ]);
  const next = agenda[at + 1] ?? null;
  const before = at > 0 ? agenda[at - 1] : null;
  return (
    <div className={presenting ? "revisit presenting" : "revisit"}>
      <header className="bar1 noprint">
        <div>
          <h2 className="nm">Quarterly revisit</h2>
          <span className="muted">
            {quarter.label} · {standing(view)}
          </span>
        </div>
        <div className="acts">
          {view.state === "open" && view.startedAt && <Timer now={view.now} since={view.startedAt} on={shown} />}
          <Link className="btn sm" href={`/revisits/${quarter.id}/report`}>
            <Printer />
            Report
          </Link>
          <Link className="btn sm quiet" href={addressOf(quarter.id, shown, !presenting)} replace>
            {presenting ? "Leave presenter view" : "Presenter view"} <kbd>{presenting ? "Esc" : "p"}</kbd>
          </Link>
        </div>
      </header>
      <p className="printonly ptop">
        <b>Quarterly revisit {quarter.label}</b> · {standing(view)}
        {at >= 0 && ` · ${at + 1} of ${agenda.length}`}
      </p>
      <div className="rv">
        <Agenda view={view} shown={shown} hrefOf={(address) => addressOf(quarter.id, address, presenting)} />
        {current ? (
          <DecisionPart
            key={current.address}
            view={view}
            decision={current}
            before={before ? { title: before.title, href: hrefOf(at - 1) } : { title: "Opening", href: hrefOf(-1) }}
            next={next ? { title: next.title, href: hrefOf(at + 1) } : null}
          />
        ) : (
          <Opening view={view} first={agenda[0] ? hrefOf(0) : null} />
        )}
      </div>
    </div>
  );
}

export function standing({ state, cutOff, finishedAt }: Pick<RevisitView, "state" | "cutOff" | "finishedAt">): string {
  const upTo = `evidence up to ${dayAndTime(cutOff)}`;
  if (state === "not-started") return `not started, ${upTo}`;
  return finishedAt ? `finished ${dayAndTime(finishedAt)}, ${upTo}` : upTo;
}

function Timer({ now, since, on }: { now: string; since: string; on: string | null }) {
  const clock = useServerTime(now, 15);
  const [begun, setBegun] = useState(clock);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it begins again with another decision, not with the clock.
  useEffect(() => setBegun(clock), [on]);
  return (
    <span className="hint tm">
      <Icon name="clock" />
      {on !== null && `${duration((clock - begun) / 1000)} on this, `}
      {duration((clock - Date.parse(since)) / 1000)} in all
    </span>
  );
}

function Printer() {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      aria-hidden="true"
    >
      <path d="M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
