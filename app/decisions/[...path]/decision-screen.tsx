"use client";
import { BadgeButton } from "@/app/_parts/badge-button";
import { Crumbs } from "@/app/_parts/crumbs";
import { Icon } from "@/app/_parts/icons";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { day } from "@/lib/format/time";
import type { DecisionView } from "@/lib/views/decision";
import { badgeOffers } from "./badge-offers";
import { Contents } from "./contents";
import { Prose } from "./prose";
import { Section } from "./section";
import { useAnchor } from "./use-anchor";
import "./decision.css";
import "./evidence.css";
import "./prose.css";

export function DecisionScreen({ initial }: { initial: DecisionView }) {
  const view = useScreen(screens.decision(initial.path), initial);
  const anchor = useAnchor();
  return (
    <div className="decision-page">
      <Crumbs to={[{ href: "/decisions", text: "Decisions" }]} here={view.path} />
      <div className="tools noprint">
        <BadgeButton offers={badgeOffers(view)} />
      </div>
      <div className="doc">
        <Contents sections={view.sections} anchor={anchor} />
        <article className="ad" aria-labelledby="title:record">
          <header>
            <h1 id="title:record">{view.title}</h1>
            <Meta view={view} />
            {view.commit && (
              <p className="gl">
                <Icon name="commit" />
                <span className="mono">{view.commit.sha.slice(0, 7)}</span> {day(view.commit.at)}: “
                {view.commit.subject}”
              </p>
            )}
          </header>
          {view.problem && (
            <div className="ban">
              <Icon name="warning" />
              <p>
                <b>This record could not be read in full.</b> {view.problem}
              </p>
            </div>
          )}
          <div className="prose">
            <Prose body={view.lead} />
            {view.sections.map((section) => (
              <Section
                key={section.anchor}
                section={section}
                path={view.path}
                targeted={anchor !== null && [section.anchor, section.alias].includes(anchor)}
              />
            ))}
          </div>
          {view.source !== null && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
            <pre className="source" tabIndex={0}>
              {view.source}
            </pre>
          )}
        </article>
      </div>
    </div>
  );
}

function Meta({ view: { status, statusWhere, date, decisionMakers, confidence, review } }: { view: DecisionView }) {
  const revisit = [review?.due && day(review.due), review?.every && `every ${review.every}`].filter(Boolean).join(", ");
  const entries: [string, string][] = [
    ...(decisionMakers.length > 0 ? [["Deciders", decisionMakers.join(", ")] satisfies [string, string]] : []),
    ...(confidence ? [["Confidence", confidence] satisfies [string, string]] : []),
    ...(revisit !== "" ? [["Revisit", revisit] satisfies [string, string]] : []),
    ...(review?.owner ? [["Owner", review.owner] satisfies [string, string]] : []),
  ];
  return (
    <dl className="meta">
      <div>
        <dt>Status</dt>
        <dd title={statusWhere}>
          <b>{status.charAt(0).toUpperCase() + status.slice(1)}</b> {date && day(date)}
        </dd>
      </div>
      {entries.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
