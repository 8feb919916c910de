"use client";
import { BadgeButton } from "@/app/_parts/badge-button";
import { Crumbs } from "@/app/_parts/crumbs";
import { Icon } from "@/app/_parts/icons";
import { Scrolling } from "@/app/_parts/scrolling";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import type { DecisionView } from "@/lib/views/decision";
import { badgeOffers } from "./badge-offers";
import { CommitLine } from "./commit-line";
import { Contents } from "./contents";
import { LinkedFrom } from "./linked-from";
import { Meta } from "./meta";
import { Prose } from "./prose";
import { Section } from "./section";
import { Successions } from "./successions";
import { useAnchor } from "./use-anchor";
import { useHistory } from "./use-history";
import { VersionBar } from "./version-bar";
import "./decision.css";
import "./evidence.css";
import "./prose.css";
import "./reader.css";

export function DecisionScreen({ initial }: { initial: DecisionView }) {
  const view = useScreen(screens.decision(initial.path), initial);
  const anchor = useAnchor();
  const history = useHistory(initial.path);
  return (
    <div className="decision-page">
      <Crumbs to={[{ href: "/decisions", text: "Decisions" }]} here={view.path} />
      <VersionBar path={view.path} now={view.now} history={history} shown={null}>
        <BadgeButton offers={badgeOffers(view)} />
      </VersionBar>
      <div className="doc">
        <div className="beside">
          <Contents sections={view.sections} anchor={anchor} />
          <LinkedFrom backlinks={view.backlinks} />
        </div>
        <article className="ad" aria-labelledby="title:record">
          <header>
            <h1 id="title:record">{view.title}</h1>
            <Meta of={view} />
            <Successions of={view.successions} />
            <CommitLine view={view} history={history} />
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
            <Scrolling as="pre" className="source">
              {view.source}
            </Scrolling>
          )}
        </article>
      </div>
    </div>
  );
}
