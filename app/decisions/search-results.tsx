"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { screens } from "@/app/_queries";
import { count } from "@/lib/format/count";
import { day } from "@/lib/format/time";
import type { DecisionHit } from "@/lib/views/decision-search";

/** As long as records are read for the first time, they are searched again this often. */
const STILL_READING_MS = 1_000;

/** The records that hold the words, the best first; those found last stay while the next are looked for. */
export function SearchResults({ q }: { q: string }) {
  const { data, isError } = useQuery({
    ...screens.decisionSearch(q),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.reading == null ? false : STILL_READING_MS),
  });
  if (isError) return <p className="hint found">The search did not answer; it is tried again.</p>;
  if (!data) return <p className="hint found">Searching…</p>;
  return (
    <section aria-label="Search results">
      <p className="hint found" aria-live="polite">
        {inWords(data.hits.length, data.more)} for “{data.q}”
        {data.reading !== null && ` so far: still reading ${stillRead(data.reading)}`}
      </p>
      {data.hits.length > 0 && (
        <ul className="panel hits">
          {data.hits.map((hit) => (
            <Hit key={hit.path} hit={hit} />
          ))}
        </ul>
      )}
    </section>
  );
}

function inWords(hits: number, more: boolean): string {
  if (hits === 0) return "No record";
  return `${more ? "The best " : ""}${count(hits)} ${hits === 1 ? "record" : "records"}`;
}

/** The first look at the folders has not counted their files yet. */
function stillRead(files: number): string {
  if (files === 0) return "the records";
  return `${count(files)} ${files === 1 ? "file" : "files"}`;
}

function Hit({ hit: { href, number, title, status, date, path, snippet } }: { hit: DecisionHit }) {
  return (
    <li>
      <h2>
        <Link className="plain" href={href}>
          {number && <span className="no">{number}</span>} {title}
        </Link>
      </h2>
      <p className="sni">{marked(snippet)}</p>
      <p className="hint">
        {status.charAt(0).toUpperCase() + status.slice(1)}
        {date && `, ${day(date)}`} · <span className="mono">{path}</span>
      </p>
    </li>
  );
}

function marked({ text, marks }: DecisionHit["snippet"]): ReactNode[] {
  let at = 0;
  const pieces = marks.flatMap(([from, to]) => {
    const before = text.slice(at, from);
    at = to;
    return [before, <mark key={from}>{text.slice(from, to)}</mark>];
  });
  return [...pieces, text.slice(at)];
}
