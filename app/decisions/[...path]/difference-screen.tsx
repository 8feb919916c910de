"use client";
import Link from "next/link";
import { useRef } from "react";
import { useKeys } from "@/app/_keys/keys";
import { Crumbs } from "@/app/_parts/crumbs";
import { Empty } from "@/app/_parts/empty";
import { UNCOMMITTED, type Version } from "@/lib/adr/versions";
import type { Difference } from "@/lib/adr/word-diff";
import { count } from "@/lib/format/count";
import { dayAndTime } from "@/lib/format/time";
import type { DecisionDifferenceView } from "@/lib/views/decision-difference";
import { Passages } from "./passages";
import { atVersion, between, shortSha } from "./versions";
import "./reader.css";

/** Two versions of a record, the newer with what was taken out and what came in. */
export function DifferenceScreen({ view }: { view: DecisionDifferenceView }) {
  const { path, title, from, to, difference, missing, history } = view;
  const places = useRef<HTMLDivElement>(null);
  const go = (by: 1 | -1): void => {
    const all = [...(places.current?.querySelectorAll<HTMLElement>("section") ?? [])];
    const at = document.activeElement instanceof HTMLElement ? all.indexOf(document.activeElement) : -1;
    const next = at === -1 ? (by === 1 ? 0 : all.length - 1) : at + by;
    all[Math.min(Math.max(next, 0), all.length - 1)]?.focus();
  };
  useKeys([
    { keys: "j", says: "next change", act: () => go(1) },
    { keys: "k", says: "change before", act: () => go(-1) },
  ]);
  return (
    <div className="difference">
      <Crumbs
        to={[
          { href: "/decisions", text: "Decisions" },
          { href: history.href, text: title },
        ]}
        here={path}
      />
      {missing && (
        <div className="gone">
          <Empty title={missing.title} as="h1">
            <p>{missing.text}</p>
            <p>
              <Link href={history.href}>The record as it is now</Link>
            </p>
          </Empty>
        </div>
      )}
      {difference && from && to && (
        <>
          <h1>What changed in {title}</h1>
          <p className="lede">{inWords(difference)}</p>
          <dl className="sides">
            <Side name="From" version={from} href={history.href} />
            <Side name="To" version={to} href={history.href} />
          </dl>
          {to !== UNCOMMITTED && (
            <p className="noprint">
              <Link className="btn sm" href={between(history.href, to, from)} prefetch={false}>
                Compare the other way round
              </Link>
            </p>
          )}
          <div ref={places}>
            <Passages of={difference} />
          </div>
        </>
      )}
    </div>
  );
}

function Side({ name, version, href }: { name: string; version: Version | typeof UNCOMMITTED; href: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {version === UNCOMMITTED ? (
          <Link href={href}>The file as it is now, with what is not committed</Link>
        ) : (
          <>
            <Link href={atVersion(href, version)} prefetch={false}>
              <span className="mono">{shortSha(version.sha)}</span> {dayAndTime(version.at)}
            </Link>
            , {version.author}: “{version.subject}”
          </>
        )}
      </dd>
    </div>
  );
}

function inWords({ passages, added, removed }: Difference): string {
  if (passages.length === 0) return "Nothing differs but spaces and line ends, if those.";
  const words = (n: number, what: string) => `${count(n)} ${n === 1 ? "word" : "words"} ${what}`;
  const places = passages.length === 1 ? "one place" : `${count(passages.length)} places`;
  return `${words(added, "added")}, ${words(removed, "removed")}, in ${places}. Spaces and line ends are not compared.`;
}
