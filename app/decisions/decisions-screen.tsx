"use client";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useDeferredValue, useRef } from "react";
import { useKeys } from "@/app/_keys/keys";
import { Empty } from "@/app/_parts/empty";
import { Icon } from "@/app/_parts/icons";
import { VERDICT_WORDS, VerdictShape, verdictTone } from "@/app/_parts/verdict";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { count } from "@/lib/format/count";
import { day } from "@/lib/format/time";
import type { AdrRow, DecisionsView } from "@/lib/views/decisions";
import { SearchResults } from "./search-results";
import { Tabs } from "./tabs";
import "./decisions.css";

export function DecisionsScreen({ initial }: { initial: DecisionsView }) {
  const { adrs, folderProblem } = useScreen(screens.decisions(), initial);
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const asked = useDeferredValue(q.trim());
  const box = useRef<HTMLInputElement>(null);
  useKeys([{ keys: "/", says: "Search the decisions", act: () => box.current?.focus() }]);
  const decisions = adrs.flatMap((adr) => adr.decisions);
  const measured = decisions.filter((decision) => decision.slos.length > 0).length;
  const broken = adrs.filter((adr) => adr.problem !== null).length;
  return (
    <div className="decisions">
      <h1>Decisions</h1>
      <Tabs />
      <div className="facts">
        <span>
          <b>{count(adrs.length)}</b> {adrs.length === 1 ? "record" : "records"}
        </span>
        <span>
          <b>{count(decisions.length)}</b> {decisions.length === 1 ? "decision" : "decisions"}, <b>{count(measured)}</b>{" "}
          measured
        </span>
        {broken > 0 && (
          <span>
            <b>{count(broken)}</b> could not be read in full
          </span>
        )}
      </div>
      {adrs.length > 0 && (
        <search className="flt noprint">
          <label className="in search">
            <Icon name="search" />
            <span className="sr">Search the decisions</span>
            <input
              ref={box}
              type="search"
              placeholder="Words of a record, a decision or a target"
              maxLength={200}
              value={q}
              onChange={(event) => setQ(event.target.value || null)}
            />
          </label>
        </search>
      )}
      {folderProblem && (
        <div className="ban">
          <Icon name="warning" />
          <p>
            <b>The folder of records has a problem.</b> {folderProblem}
          </p>
        </div>
      )}
      {asked !== "" ? (
        <SearchResults q={asked} />
      ) : adrs.length === 0 ? (
        <div className="none">
          <Empty title="No record yet">
            <p>
              Architecture Decision Records are read from the folder that <code>ADR_DIR</code> names (by default{" "}
              <code>docs/adr</code>). A record whose front matter names its decisions is shown with what measures them.
            </p>
          </Empty>
        </div>
      ) : (
        <ul className="panel adrs">
          {adrs.map((adr) => (
            <Adr key={adr.path} adr={adr} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Adr({ adr }: { adr: AdrRow }) {
  return (
    <li className="adr">
      <div className="no">{adr.number ?? "–"}</div>
      <div className="at">
        <h2>
          <Link className="plain" href={adr.href}>
            {adr.title}
          </Link>
        </h2>
        <p className="hint">
          {adr.status.charAt(0).toUpperCase() + adr.status.slice(1)}
          {adr.date && `, ${day(adr.date)}`} · <span className="mono">{adr.path}</span>
        </p>
        {adr.problem && (
          <p className="pr">
            <Icon name="warning" size={12} /> {adr.problem}
          </p>
        )}
      </div>
      {adr.decisions.length > 0 && (
        <ul className="ds">
          {adr.decisions.map((decision) => (
            <li key={decision.id}>
              <Link className="plain" href={decision.href}>
                <span className="an">{decision.id.toUpperCase()}</span>
                <span className="dt">{decision.title}</span>
              </Link>
              <span className="sv">
                {decision.slos.length === 0 ? (
                  <span className="nod">nothing measures it</span>
                ) : (
                  decision.slos.map((slo) => (
                    <Link
                      key={slo.id}
                      className="plain"
                      href={`/slos/${encodeURIComponent(slo.id)}`}
                      title={`${slo.name}: ${VERDICT_WORDS[slo.verdict].toLowerCase()}`}
                    >
                      <span className={`tone-${verdictTone(slo.verdict)}`}>
                        <VerdictShape verdict={slo.verdict} />
                      </span>
                      <span className="sn">{slo.name}</span>
                      <span className="sr">, {VERDICT_WORDS[slo.verdict].toLowerCase()}</span>
                    </Link>
                  ))
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
