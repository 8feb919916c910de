"use client";
import Link from "next/link";
import { useDeferredValue, useMemo } from "react";
import { Empty } from "@/app/_parts/empty";
import { Icon } from "@/app/_parts/icons";
import { count } from "@/lib/format/count";
import { briefly } from "@/lib/format/time";
import { isNarrowed, type ListTerms, NO_TERMS } from "@/lib/slo/list-terms";
import { NoSloYet } from "../(today)/no-slo-yet";
import { arranged, type FirstPaint, factsOf, type ListFacts } from "./arrange";
import { CopyLink } from "./copy-link";
import { SloTable } from "./slo-table";
import { Toolbar } from "./toolbar";
import { useListTerms } from "./use-list-terms";
import { useRows } from "./use-rows";
import { VerdictStrip } from "./verdict-strip";
import { ViewTabs } from "./view-tabs";
import "./slo-table.css";
import "./slo-cards.css";
import "./slos.css";

export function SlosScreen({ initial }: { initial: FirstPaint }) {
  const { view, failed, again } = useRows(initial);
  const { terms, ignored, change, take, tidy } = useListTerms();
  // Typing goes before drawing.
  const asked = useDeferredValue(terms);
  const arrangement = useMemo(
    () => (view === null ? initial.arrangement : arranged(view.rows, asked)),
    [view, asked, initial.arrangement],
  );
  const facts = useMemo(() => (view === null ? initial.facts : factsOf(view.rows)), [view, initial.facts]);
  const now = view?.now ?? initial.now;
  if (facts.total === 0)
    return (
      <div className="slos">
        <h1>SLOs</h1>
        <NoSloYet />
      </div>
    );
  return (
    <div className="slos">
      <ListHead facts={facts} now={now} />
      <ViewTabs rows={view?.rows ?? null} total={facts.total} terms={terms} take={take} />
      <Toolbar rows={view?.rows ?? NO_ROWS} terms={terms} change={change} />
      {ignored.length > 0 && (
        <div className="ban noprint" role="status">
          <Icon name="warning" />
          <p>
            The address says {ignored.map(({ name, value }) => `${name}=${value}`).join(", ")}, which means nothing
            here; the list is shown without it.{" "}
            <button type="button" className="link" onClick={tidy}>
              Take it out of the address
            </button>
          </p>
        </div>
      )}
      <VerdictStrip verdicts={arrangement.verdicts} />
      {failed && (
        <div className="ban" role="alert">
          <Icon name="warning" />
          <p>
            <b>Only the first rows are here.</b> The server did not answer with the rest.{" "}
            <button type="button" className="link" onClick={again}>
              Ask again
            </button>
          </p>
        </div>
      )}
      {arrangement.shown === 0 ? (
        <NothingFits terms={asked} total={facts.total} take={take} />
      ) : (
        <SloTable arrangement={arrangement} terms={asked} change={change} now={now} partial={view === null} />
      )}
      <div className="ft">
        <span>{drawnInWords(arrangement.shown, facts.total)}</span>
        <span className="noprint keys">
          <kbd>j</kbd> <kbd>k</kbd> move <kbd>o</kbd> open <kbd>g</kbd> group <kbd>?</kbd> all keys
        </span>
      </div>
    </div>
  );
}

const NO_ROWS: readonly never[] = [];

const drawnInWords = (shown: number, total: number): string =>
  shown === total ? `${count(total)} SLOs` : `${count(shown)} of ${count(total)} fit the filter`;

function ListHead({ facts: { total, services, undecided, finalTo }, now }: { facts: ListFacts; now: string }) {
  return (
    <div className="head">
      <div>
        <h1>SLOs</h1>
        <div className="facts">
          <span>
            <b>{count(total)}</b> in {count(services)} {services === 1 ? "service" : "services"}
          </span>
          {undecided > 0 && (
            <span>
              <b>{count(undecided)}</b> without a decision
            </span>
          )}
          {finalTo && (
            <span>
              Ledger final to <b>{briefly(finalTo, now)} UTC</b>
            </span>
          )}
        </div>
      </div>
      <div className="acts noprint">
        <CopyLink />
        <Link className="btn" href="/slos/packs" prefetch={false}>
          Ready-made
        </Link>
        <Link className="btn pri" href="/slos/new" prefetch={false}>
          <Icon name="plus" size={16} />
          New SLO
        </Link>
      </div>
    </div>
  );
}

type Nothing = { terms: ListTerms; total: number; take: (terms: ListTerms) => void };

function NothingFits({ terms, total, take }: Nothing) {
  const { sort, order, group } = terms;
  return (
    <Empty title={isNarrowed(terms) ? "No SLO fits this filter" : "No SLO to show"}>
      <p>
        <button type="button" className="btn sm" onClick={() => take({ ...NO_TERMS, sort, order, group })}>
          Show all {count(total)}
        </button>
      </p>
    </Empty>
  );
}
