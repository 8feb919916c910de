"use client";
import Link from "next/link";
import { Crumbs } from "@/app/_parts/crumbs";
import { Empty } from "@/app/_parts/empty";
import { Icon } from "@/app/_parts/icons";
import { Scrolling } from "@/app/_parts/scrolling";
import { UNCOMMITTED } from "@/lib/adr/versions";
import { day, dayAndTime } from "@/lib/format/time";
import type { DecisionAtView, RecordThen } from "@/lib/views/decision-at";
import { Meta } from "./meta";
import { Prose } from "./prose";
import { VersionBar } from "./version-bar";
import { atVersion, between, readable, shortSha } from "./versions";
import "./decision.css";
import "./evidence.css";
import "./prose.css";
import "./reader.css";

/** A record as it stood. What was measured since is not shown beside it: it belongs to the text that stands now. */
export function ThenScreen({ view }: { view: DecisionAtView }) {
  const { path, history, found, missing, asked } = view;
  const on = "on" in asked ? asked.on : null;
  return (
    <div className="decision-page">
      <Crumbs
        to={[
          { href: "/decisions", text: "Decisions" },
          { href: history.href, text: view.title },
        ]}
        here={path}
      />
      <VersionBar
        path={path}
        now={view.now}
        history={{ view: history, failed: false }}
        shown={{ sha: found?.version.sha ?? null, on }}
      />
      {missing && (
        <div className="gone">
          <Empty title={missing.title} as="h1">
            <p>{missing.text}</p>
            <p>
              {missing.first && (
                <Link href={atVersion(history.href, missing.first)}>The oldest version that is known</Link>
              )}
              {missing.first && " · "}
              <Link href={history.href}>The record as it is now</Link>
            </p>
          </Empty>
        </div>
      )}
      {found && <Text view={view} found={found} on={on} />}
    </div>
  );
}

function Text({ view: { history }, found, on }: { view: DecisionAtView; found: RecordThen; on: string | null }) {
  return (
    <article className="ad then" aria-labelledby="record-title">
      <header>
        <Banner found={found} on={on} history={history} />
        <h1 id="record-title">{found.title}</h1>
        <Meta of={found} />
        <p className="gl">
          <Icon name="commit" />
          <span className="mono">{shortSha(found.version.sha)}</span> {dayAndTime(found.version.at)},{" "}
          {found.version.author}: “{found.version.subject}”
        </p>
      </header>
      {found.problem && (
        <div className="ban">
          <Icon name="warning" />
          <p>{found.problem}</p>
        </div>
      )}
      <div className="prose">
        <Prose body={found.lead} />
        {found.sections.map(({ anchor, level, title, decisionId, body }) => {
          const Heading = `h${level}` as const;
          return (
            <section key={anchor} id={anchor} className="part" aria-labelledby={`${anchor}-title`}>
              <Heading id={`${anchor}-title`}>
                {decisionId && (
                  <a className="an" href={`#${encodeURIComponent(anchor)}`}>
                    {decisionId.toUpperCase()}
                  </a>
                )}
                {title}
              </Heading>
              <Prose body={body} />
            </section>
          );
        })}
      </div>
      {found.source !== null && (
        <Scrolling as="pre" className="source">
          {found.source}
        </Scrolling>
      )}
    </article>
  );
}

function Banner({ found, on, history }: { found: RecordThen; on: string | null; history: DecisionAtView["history"] }) {
  const last = readable(history.versions)[0];
  const since = history.uncommitted ? UNCOMMITTED : last;
  return (
    <div className="ban as-it-stood">
      <Icon name="clock" />
      <p>
        <b>
          As it stood {on === null ? `with the commit of ${day(found.version.at)}` : `at the end of ${day(on)} (UTC)`}.
        </b>{" "}
        {found.isNow ? (
          <>Nothing has changed since.</>
        ) : (
          since && <Link href={between(history.href, found.version, since)}>What has changed since</Link>
        )}{" "}
        {found.hasImages && "Its images are today’s. "}
        <Link href={history.href}>The record as it is now</Link>
      </p>
    </div>
  );
}
