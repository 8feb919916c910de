"use client";
import Form from "next/form";
import Link from "next/link";
import { useState } from "react";
import type { Version } from "@/lib/adr/versions";
import { count } from "@/lib/format/count";
import { dayAndTime } from "@/lib/format/time";
import type { DecisionHistoryView } from "@/lib/views/decision-history";
import { atVersion, changeOf, readable, shortSha } from "./versions";

/** More are shown when they are asked for. */
const AT_FIRST = 20;

/** Who changed the record, when and why; any two of the versions can be compared. */
export function HistoryPanel({ view: { href, versions, says } }: { view: DecisionHistoryView }) {
  const [all, setAll] = useState(false);
  const texts = versions.filter(({ change }) => change !== "deleted");
  const [newest, before] = readable(versions);
  const shown = all ? versions : versions.slice(0, AT_FIRST);
  return (
    <Form action={href} className="panel hist" prefetch={false} aria-label="Versions">
      <ol>
        {shown.map((version) => (
          <li key={version.sha}>
            <span className="pick">
              {(["from", "to"] as const).map((name) => (
                <label key={name}>
                  <input
                    type="radio"
                    name={name}
                    value={shortSha(version.sha)}
                    required
                    disabled={version.change === "deleted"}
                    defaultChecked={version === (name === "from" ? before : newest)}
                  />
                  {name === "from" ? "From" : "To"} <span className="sr">{shortSha(version.sha)}</span>
                </label>
              ))}
            </span>
            <span className="wh">
              {dayAndTime(version.at)}, <b>{version.author}</b>
              <span className="sub">“{version.subject}”</span>
              {noteOn(version) && <span className="hint">{noteOn(version)}</span>}
            </span>
            <Ways href={href} versions={versions} version={version} />
          </li>
        ))}
      </ol>
      {says && <p className="hint says">{says}</p>}
      <p className="go">
        {texts.length > 1 && (
          <button type="submit" className="btn sm">
            Compare the two
          </button>
        )}
        {shown.length < versions.length && (
          <button type="button" className="btn sm quiet" onClick={() => setAll(true)}>
            Show all {count(versions.length)}
          </button>
        )}
      </p>
    </Form>
  );
}

function Ways({ href, versions, version }: { href: string; versions: Version[]; version: Version }) {
  const change = changeOf(href, versions, version);
  return (
    <span className="ways">
      <span className="mono">{shortSha(version.sha)}</span>
      {version.change !== "deleted" && (
        <Link href={atVersion(href, version)} prefetch={false} aria-label={`Read ${shortSha(version.sha)}`}>
          Read
        </Link>
      )}
      {change && (
        <Link href={change} prefetch={false} aria-label={`What ${shortSha(version.sha)} changed`}>
          Changed
        </Link>
      )}
    </span>
  );
}

function noteOn({ change, path, onLine, boundary }: Version): string | null {
  if (boundary) return "The clone begins here: the record stood so, who wrote it is not known.";
  if (change === "renamed") return `Moved to ${path}`;
  if (change === "deleted") return "Deleted";
  return onLine ? null : "Written on another branch; in force from its merge on.";
}
