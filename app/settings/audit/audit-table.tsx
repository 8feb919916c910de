"use client";
import { Fragment, useState } from "react";
import { Icon } from "@/app/_parts/icons";
import { dayAndTime, shortDay, timeOfDay } from "@/lib/format/time";
import type { AuditItem } from "@/lib/views/audit";
import { AuditDetail } from "./audit-detail";
import type { Filter } from "./filter";
import { ACTION_WORDS, ACTIONS } from "./words";

const COLUMNS = 4;

type Props = {
  items: AuditItem[];
  now: string;
  /** A newer answer is on its way. */
  stale: boolean;
  onNarrow: (change: Partial<Filter>) => void;
};

export function AuditTable({ items, now, stale, onNarrow }: Props) {
  const [opened, setOpened] = useState<readonly number[]>([]);
  return (
    <div className="panel" aria-busy={stale}>
      <table className="tb cards au">
        <caption className="sr">Entries of the audit log, newest first</caption>
        <thead>
          <tr>
            <th scope="col" className="ca">
              When
            </th>
            <th scope="col">What happened</th>
            <th scope="col" className="ck">
              Kind
            </th>
            <td className="act" />
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const open = opened.includes(item.id);
            return (
              <Fragment key={item.id}>
                <tr>
                  <td className="ca">
                    <time dateTime={item.at} title={dayAndTime(item.at)}>
                      {when(item.at, now)}
                    </time>
                  </td>
                  <th scope="row" className="cn">
                    {item.summary}
                  </th>
                  <td className="ck muted">{actionWords(item.action)}</td>
                  <td className="act">
                    <button
                      type="button"
                      className="btn ic"
                      aria-expanded={open}
                      onClick={() => setOpened(open ? opened.filter((id) => id !== item.id) : [...opened, item.id])}
                    >
                      <Icon name={open ? "down" : "chevron"} size={16} />
                      <span className="sr">Details of: {item.summary}</span>
                    </button>
                  </td>
                </tr>
                {open && (
                  <tr className="open">
                    <td colSpan={COLUMNS}>
                      <AuditDetail item={item} onNarrow={onNarrow} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** To the second: order matters here. */
function when(at: string, now: string): string {
  const time = `${timeOfDay(at)}:${at.slice(17, 19)}`;
  const year = at.slice(0, 4) === now.slice(0, 4) ? "" : ` ${at.slice(0, 4)}`;
  return at.slice(0, 10) === now.slice(0, 10) ? time : `${shortDay(at)}${year}, ${time}`;
}

const actionWords = (action: string): string => {
  const known = ACTIONS.find((each) => each === action);
  return known ? ACTION_WORDS[known] : action;
};
