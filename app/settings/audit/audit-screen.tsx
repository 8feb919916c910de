"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { Empty } from "@/app/_parts/empty";
import { Icon } from "@/app/_parts/icons";
import { ProblemNote } from "@/app/_parts/problem-note";
import { screens } from "@/app/_queries";
import type { AuditView } from "@/lib/views/audit";
import { AuditFilter } from "./audit-filter";
import { AuditTable } from "./audit-table";
import { FILTER, type Filter, termsOf } from "./filter";

/** `of`: the terms that `initial` answers. */
export function AuditScreen({ initial, of }: { initial: AuditView; of: string }) {
  const [filter, setFilter] = useQueryStates(FILTER, { history: "push" });
  const terms = termsOf(filter);
  const asked = useQuery({
    ...screens.audit(terms),
    ...(terms === of && { initialData: () => initial }),
    placeholderData: keepPreviousData,
  });
  const { now, items, next, people, tokens } = asked.data ?? initial;
  // Another filter begins on the first page again.
  const narrow = (change: Partial<Filter>): void => void setFilter({ before: null, ...change });
  const filtered = termsOf({ ...filter, before: null }) !== "";
  return (
    <>
      <div className="top">
        <h1>Audit log</h1>
        <ExportLinks filter={filter} />
      </div>
      <p className="lede">
        Who did what, newest first. Entries are written together with the change that they tell of; nothing alters or
        deletes them. Times are UTC.
      </p>
      <AuditFilter filter={filter} onChange={narrow} people={people} tokens={tokens} />
      <p className="sr" role="status">
        {asked.isPlaceholderData ? "Reading the log" : `${items.length} entries shown`}
      </p>
      <ProblemNote
        problem={
          asked.isError
            ? {
                status: 0,
                detail: "The log could not be read.",
                wayOut: `${asked.error.message}. What is shown was read before; it is asked for again by itself.`,
              }
            : null
        }
      />
      {items.length > 0 ? (
        <AuditTable items={items} now={now} stale={asked.isPlaceholderData} onNarrow={narrow} />
      ) : filtered ? (
        <Empty title="No entry fits this filter">
          <p>
            <button type="button" className="btn sm" onClick={() => setFilter(null)}>
              Show the whole log
            </button>
          </p>
        </Empty>
      ) : (
        <Empty title={filter.before === null ? "Nothing was done yet" : "There is nothing older"}>
          <p>Sign-ins, changed targets, exclusions, tokens and roles are written here.</p>
        </Empty>
      )}
      {(next !== null || filter.before !== null) && (
        <nav className="pages" aria-label="Pages">
          {filter.before !== null && (
            <button type="button" className="btn sm" onClick={() => setFilter({ before: null })}>
              Newest
            </button>
          )}
          {next !== null && (
            <button type="button" className="btn sm" onClick={() => setFilter({ before: Number(next) })}>
              Older entries
            </button>
          )}
        </nav>
      )}
    </>
  );
}

/** The whole log that fits the filter, not only this page. */
function ExportLinks({ filter }: { filter: Filter }) {
  const terms = termsOf({ ...filter, before: null });
  const href = (format: string): string => `/api/v1/audit/export${terms === "" ? "?" : `${terms}&`}format=${format}`;
  return (
    <span className="go">
      <a className="btn" href={href("csv")} download>
        <Icon name="out" />
        Export CSV
      </a>
      <a className="btn" href={href("ndjson")} download>
        <Icon name="out" />
        Export NDJSON
      </a>
    </span>
  );
}
