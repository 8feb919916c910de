"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { decisionLabel } from "@/app/_parts/decision-tag";
import { Icon } from "@/app/_parts/icons";
import { count } from "@/lib/format/count";
import { ago, shortWeekday } from "@/lib/format/time";
import type { FollowUpView } from "@/lib/views/carried";
import type { TodayView } from "@/lib/views/today";
import { dueWords, initials } from "./item-words";
import "./carried.css";

const CloseDialog = dynamic(() => import("./close-dialog"), { ssr: false });

/** Follow-ups that are open, overdue ones first. */
export function CarriedOver({ view: { carried, now }, readOnly }: { view: TodayView; readOnly: boolean }) {
  const [closing, setClosing] = useState<FollowUpView | null>(null);
  const [said, setSaid] = useState("");
  const { items, total } = carried;
  return (
    <>
      <p className="sr" role="status">
        {said}
      </p>
      {total > 0 && (
        <section className="carry" aria-labelledby="carry">
          <h2 id="carry">
            Carried over <span className="muted">{count(total)} open</span>
          </h2>
          <ul>
            {items.map((each) => (
              <FollowUp key={each.id} each={each} now={now} close={readOnly ? null : () => setClosing(each)} />
            ))}
          </ul>
          {total > items.length && <p className="hint">and {count(total - items.length)} more, due later</p>}
        </section>
      )}
      {closing && <CloseDialog followUp={closing} close={() => setClosing(null)} done={setSaid} />}
    </>
  );
}

function FollowUp({ each, now, close }: { each: FollowUpView; now: string; close: (() => void) | null }) {
  const { text, owner, dueDay, dueInDays, openedAt, openedBy, slo, breachId, decision, mayClose } = each;
  return (
    <li>
      <span className="av" aria-hidden="true">
        {initials(owner)}
      </span>
      <div>
        <p>
          {slo && (
            <>
              <Link
                className="plain"
                href={breachId === null ? `/slos/${encodeURIComponent(slo.id)}` : `/breaches/${breachId}`}
              >
                {slo.name}
              </Link>
              {": "}
            </>
          )}
          {text}
        </p>
        <span className="hint">
          {owner}, due {shortWeekday(dueDay)} · opened {ago(openedAt, now)} by {openedBy}
          {decision && (
            <>
              {" · "}
              <Link href={decision.href}>{decisionLabel(decision)}</Link>
            </>
          )}
        </span>
      </div>
      {dueInDays <= 0 ? (
        <span className="v risk">
          <Icon name="clock" size={12} />
          {dueWords(dueInDays)}
        </span>
      ) : (
        <span className="hint">{dueWords(dueInDays)}</span>
      )}
      {close && mayClose && (
        <button type="button" className="btn sm" onClick={close}>
          Close<span className="sr">: {text}</span>
        </button>
      )}
    </li>
  );
}
