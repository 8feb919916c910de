"use client";
import Link from "next/link";
import { useState } from "react";
import { Icon } from "@/app/_parts/icons";
import { UNCOMMITTED } from "@/lib/adr/versions";
import { count } from "@/lib/format/count";
import { day } from "@/lib/format/time";
import type { DecisionView } from "@/lib/views/decision";
import { HistoryPanel } from "./history-panel";
import type { AskedHistory } from "./use-history";
import { between, changeOf, readable, shortSha } from "./versions";

/** The last commit of the record, and the way to those before it. */
export function CommitLine({ view: { commit }, history: { view } }: { view: DecisionView; history: AskedHistory }) {
  const [open, setOpen] = useState(false);
  const versions = view?.versions ?? [];
  const last = readable(versions)[0];
  if (!commit && !last) return null;
  const { sha, at, subject } = last ?? commit ?? { sha: "", at: "", subject: "" };
  const change = view && last ? changeOf(view.href, versions, last) : null;
  return (
    <>
      <p className="gl">
        <Icon name="commit" />
        <span className="mono">{shortSha(sha)}</span> {day(at)}
        {last && `, ${last.author}`}: “{subject}”{" "}
        {view && versions.length > 0 && (
          <button
            type="button"
            className="link noprint"
            aria-expanded={open}
            aria-controls="history"
            onClick={() => setOpen(!open)}
          >
            {versions.length === 1 ? "1 version" : `${count(versions.length)} versions`}
          </button>
        )}{" "}
        {change && (
          <Link href={change} prefetch={false} className="noprint">
            Difference
          </Link>
        )}
      </p>
      {view?.uncommitted && last && (
        <p className="gl">
          <Icon name="differs" />
          What stands here differs from the last commit.{" "}
          <Link href={between(view.href, last, UNCOMMITTED)} prefetch={false}>
            What is not committed
          </Link>
        </p>
      )}
      <div id="history" hidden={!open}>
        {view && open && <HistoryPanel view={view} />}
      </div>
    </>
  );
}
