"use client";
import { useState } from "react";
import { BREACH_KIND_WORDS } from "@/app/_parts/breach-words";
import { VerdictShape } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { briefly } from "@/lib/format/time";
import type { TriedBreach, WhatIfView } from "@/lib/views/what-if";

const SHOWN = 12;
const CHANGES: Record<TriedBreach["change"], string> = {
  lost: "no breach",
  gained: "new breach",
  shorter: "shorter",
  longer: "longer",
  same: "the same",
};

/** Each breach with its beginning and length by both, newest first. */
export function BreachesByBoth({ view: { tried, now }, dim }: { view: WhatIfView; dim: boolean }) {
  const [all, setAll] = useState(false);
  if (!tried) return null;
  const newest = tried.breaches.toReversed();
  const by = (change: string): number => newest.filter((each) => each.change === change).length;
  const length = (side: TriedBreach["inForce"]): string =>
    side === null ? "none" : `${duration(side.minutes * 60)}${side.open ? ", open" : ""}`;
  return (
    <section className="panel" aria-labelledby="one-by-one">
      <div className="ph">
        <h2 id="one-by-one">Breaches, one by one</h2>
        <span className="r muted">
          {count(by("gained"))} gained, {count(by("lost"))} lost
        </span>
      </div>
      <div className={`pb ${dim ? "dim" : ""}`}>
        {newest.length === 0 ? (
          <p className="soft">None by either target.</p>
        ) : (
          <table className="tb bl1">
            <thead>
              <tr>
                <th scope="col">Began, UTC</th>
                <th scope="col">Kind</th>
                <th scope="col" className="num">
                  In force
                </th>
                <th scope="col" className="num">
                  Proposed
                </th>
                <th scope="col" className="num">
                  Change
                </th>
              </tr>
            </thead>
            <tbody>
              {newest.slice(0, all ? undefined : SHOWN).map((each) => (
                <tr key={`${each.kind} ${each.openedAt}`}>
                  <th scope="row">{briefly(each.openedAt, now)}</th>
                  <td>{BREACH_KIND_WORDS[each.kind]}</td>
                  <td className="num">{length(each.inForce)}</td>
                  <td className="num">{length(each.proposed)}</td>
                  <td className="num">
                    <span className={`mk ${each.proposed ? "k" : ""}`}>
                      {each.proposed && <VerdictShape verdict="breached" />}
                      {CHANGES[each.change]}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {newest.length > SHOWN && (
          <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? `Show the newest ${SHOWN}` : `Show all ${count(newest.length)}`}
          </button>
        )}
      </div>
    </section>
  );
}
