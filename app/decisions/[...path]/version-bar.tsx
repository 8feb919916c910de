"use client";
import Form from "next/form";
import Link from "next/link";
import type { ReactNode } from "react";
import { decisionHref } from "@/lib/adr/decision-address";
import { dayAndTime } from "@/lib/format/time";
import type { AskedHistory } from "./use-history";
import { atVersion, readable, shortNames } from "./versions";

type Shown = { sha: string | null; on: string | null };

/** Beside what stands now. */
const MOST = 3;

/** Which text is shown: the one that stands now, one of the last versions, or what was in force on a day. */
export function VersionBar({
  path,
  now,
  history: { view, failed },
  shown,
  children,
}: {
  path: string;
  now: string;
  history: AskedHistory;
  /** null: what stands now. */
  shown: Shown | null;
  children?: ReactNode;
}) {
  const href = decisionHref({ path });
  const all = readable(view?.versions ?? []);
  const older = all.slice(view?.uncommitted ? 0 : 1).slice(0, MOST);
  const chosen = all.find(({ sha }) => sha === shown?.sha);
  const listed = chosen && !older.includes(chosen) ? [...older, chosen] : older;
  const names = shortNames(listed, now);
  return (
    <div className="vers noprint">
      <nav className="seg" aria-label="Versions of this record">
        <Link href={href} prefetch={false} aria-current={shown === null ? "page" : undefined}>
          Now
        </Link>
        {listed.map((version, i) => (
          <Link
            key={version.sha}
            href={atVersion(href, version)}
            prefetch={false}
            title={`${dayAndTime(version.at)}, ${version.author}: “${version.subject}”`}
            aria-current={version === chosen ? "page" : undefined}
          >
            {names[i]}
          </Link>
        ))}
      </nav>
      {all.length > 0 ? (
        <Form action={href} className="on hint" prefetch={false}>
          <label htmlFor="in-force-on">the text in force on</label>
          <input
            className="in"
            id="in-force-on"
            type="date"
            name="on"
            key={shown?.on}
            defaultValue={shown?.on ?? undefined}
            max={now.slice(0, 10)}
            required
          />
          <button type="submit" className="btn sm">
            Show
          </button>
        </Form>
      ) : (
        <p className="hint" aria-live="polite">
          {failed ? "The history did not answer; it is tried again." : view ? view.says : "Reading the history…"}
        </p>
      )}
      {shown === null && (
        <div className="acts">
          <Link className="btn sm quiet" href={`/decisions/graph?around=${encodeURIComponent(path)}`} prefetch={false}>
            In the graph
          </Link>
          {children}
        </div>
      )}
    </div>
  );
}
