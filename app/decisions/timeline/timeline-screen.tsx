"use client";
import Link from "next/link";
import { Bob } from "@/app/_parts/bob";
import { Crumbs } from "@/app/_parts/crumbs";
import { Empty } from "@/app/_parts/empty";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { UNDATED } from "@/lib/adr/timeline";
import { count } from "@/lib/format/count";
import { day, shortDay } from "@/lib/format/time";
import type { DecisionTimelineView, Partner, TimelineRow } from "@/lib/views/decision-timeline";
import { capital, recordName } from "../record-words";
import { StatusFilter } from "../status-filter";
import { Tabs } from "../tabs";
import { termsOf } from "../terms";
import "../decisions.css";
import "../graph/graph.css";
import "./timeline.css";

export function TimelineScreen({ initial }: { initial: DecisionTimelineView }) {
  const { asked } = initial;
  const view = useScreen(screens.decisionTimeline(termsOf(asked)), initial);
  const { timeline, years, undated, left, records } = view;
  const hrefFor = (terms: Record<string, string | null>) => `/decisions/timeline${termsOf({ ...asked, ...terms })}`;
  const isEmpty = timeline.years.length === 0 && timeline.undated.length === 0;
  return (
    <div className="decisions timeline">
      <Crumbs to={[{ href: "/decisions", text: "Decisions" }]} here="Timeline" />
      <h1>Timeline of decisions</h1>
      <Tabs />
      <div className="graph-bar noprint">
        <StatusFilter statuses={view.statuses} chosen={asked.status} hrefFor={(status) => hrefFor({ status })} />
      </div>
      <nav className="statuses years noprint" aria-label="Year">
        {[{ year: null, records: null }, ...years, ...(undated > 0 ? [{ year: UNDATED, records: undated }] : [])].map(
          ({ year, records: n }) => (
            <Link
              key={year}
              className="chip"
              href={hrefFor({ year })}
              prefetch={false}
              aria-current={asked.year === year ? "true" : undefined}
            >
              {year === null ? "Every year" : year === UNDATED ? "Without a date" : year}
              {n !== null && <span className="n">{count(n)}</span>}
            </Link>
          ),
        )}
      </nav>
      {isEmpty && (
        <div className="none">
          <Empty title={records === 0 ? "No record yet" : "No record here"}>
            <p>
              {records === 0 ? (
                "Records are read from the folder that ADR_DIR names."
              ) : (
                <Link href="/decisions/timeline">All records</Link>
              )}
            </p>
          </Empty>
        </div>
      )}
      <div className="axis">
        {timeline.years.length > 0 && <Bob width={9} />}
        {timeline.years.map(({ year, items, quarters }) => (
          <section key={year} aria-labelledby={`year-${year}`}>
            <h2 id={`year-${year}`}>
              {year} <span className="n">{count(items)}</span>
            </h2>
            <table className="tb">
              <caption className="sr">Decisions of {year}</caption>
              <Head />
              {quarters.map(({ quarter, items: rows }) => (
                <tbody key={quarter}>
                  <tr className="qu">
                    <th scope="rowgroup" colSpan={4}>
                      Q{quarter}
                    </th>
                  </tr>
                  {rows.map((row) => (
                    <Row key={row.path} row={row} />
                  ))}
                </tbody>
              ))}
            </table>
          </section>
        ))}
      </div>
      {timeline.undated.length > 0 && (
        <section className="undated" aria-labelledby="undated">
          <h2 id="undated">
            Without a date <span className="n">{count(undated)}</span>
          </h2>
          <p className="hint">They state none, or one that cannot be read without guessing.</p>
          <table className="tb">
            <caption className="sr">Decisions without a date</caption>
            <Head />
            <tbody>
              {timeline.undated.map((row) => (
                <Row key={row.path} row={row} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {left > 0 && (
        <p className="hint left">
          {count(left)} more {left === 1 ? "record does" : "records do"} not fit on this page: choose a year or a
          status.
        </p>
      )}
    </div>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">Day</th>
        <th scope="col">Record</th>
        <th scope="col">Status</th>
        <th scope="col">Supersession</th>
      </tr>
    </thead>
  );
}

function Row({ row }: { row: TimelineRow }) {
  return (
    <tr className={row.gone ? "past" : undefined}>
      <td className="when">
        {row.date ? (
          <time dateTime={row.date} title={day(row.date)}>
            {shortDay(row.date)}
          </time>
        ) : (
          <span className="muted">{row.dateAmbiguous ? "ambiguous" : "–"}</span>
        )}
      </td>
      <th scope="row">
        <Link href={row.href} prefetch={false}>
          {recordName(row)}
        </Link>
      </th>
      <td className="soft">{capital(row.status)}</td>
      <td className="suc">
        <Others says="Supersedes" of={row.supersedes} />
        <Others says="Superseded by" of={row.supersededBy} />
      </td>
    </tr>
  );
}

function Others({ says, of }: { says: string; of: Partner[] }) {
  if (of.length === 0) return null;
  return (
    <span>
      {says}{" "}
      {of.map((record, i) => (
        <span key={record.path}>
          {i > 0 && ", "}
          <Link href={record.href} prefetch={false} title={record.title}>
            {record.number ?? record.title}
            {record.inPart && " in part"}
          </Link>
        </span>
      ))}
    </span>
  );
}
