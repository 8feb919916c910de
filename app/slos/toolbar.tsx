"use client";
import { useRef, useState } from "react";
import { useKeys } from "@/app/_keys/keys";
import { Icon } from "@/app/_parts/icons";
import { Choices, Popover } from "@/app/_parts/popover";
import { GROUPINGS, type ListTerms, NO_TERMS, type TermName } from "@/lib/slo/list-terms";
import type { SloListRow } from "@/lib/views/slos";
import { FilterPanel } from "./filter-panel";
import { chipsOf, GROUP_WORDS, SORT_OPTIONS, SORT_WORDS } from "./term-words";

type Menu = "filter" | "group" | "sort";
type Props = { rows: readonly SloListRow[]; terms: ListTerms; change: (change: Partial<ListTerms>) => void };

const DIRECTIONS = [
  { value: "asc", label: "Least first" },
  { value: "desc", label: "Most first" },
] as const;

/** Search, filter, grouping and order. */
export function Toolbar({ rows, terms, change }: Props) {
  const [menu, setMenu] = useState<Menu | null>(null);
  const [part, setPart] = useState<TermName>("verdict");
  const search = useRef<HTMLInputElement>(null);
  const turn = (name: Menu) => (open: boolean) => setMenu(open ? name : null);
  useKeys([
    { keys: "/", says: "search", act: () => search.current?.focus() },
    { keys: "f", says: "filter", act: () => setMenu("filter") },
    { keys: "g", says: "group", act: () => setMenu("group") },
  ]);
  return (
    <search className="flt noprint">
      <label className="in search">
        <Icon name="search" />
        <span className="sr">Search SLOs</span>
        <input
          ref={search}
          type="search"
          placeholder="Name, service, label, decision"
          maxLength={200}
          value={terms.q}
          onChange={({ target }) => change({ q: target.value })}
        />
        {terms.q === "" && (
          <span aria-hidden="true">
            <kbd>/</kbd>
          </span>
        )}
      </label>
      {chipsOf(terms, rows).map(({ name, label, value }) => (
        <span key={name} className="chip">
          <button
            type="button"
            className="cl"
            onClick={() => {
              setPart(name);
              setMenu("filter");
            }}
          >
            {label} <b>{value}</b>
          </button>
          <button
            type="button"
            className="x"
            aria-label={`Leave out ${label}`}
            onClick={() => change({ [name]: NO_TERMS[name] })}
          >
            <Icon name="cross" size={12} />
          </button>
        </span>
      ))}
      <Popover
        className="btn quiet sm"
        name="Filter"
        open={menu === "filter"}
        turn={turn("filter")}
        button={
          <>
            <Icon name="filter" />
            Filter{" "}
            <span aria-hidden="true">
              <kbd>f</kbd>
            </span>
          </>
        }
      >
        <FilterPanel rows={rows} terms={terms} change={change} part={part} />
      </Popover>
      <div className="rr">
        <Popover
          name="Group"
          align="right"
          open={menu === "group"}
          turn={turn("group")}
          button={
            <>
              Group <b>{GROUP_WORDS[terms.group]}</b>
              <Icon name="down" size={12} />
            </>
          }
        >
          <Choices
            name="Group by"
            options={GROUPINGS.map((value) => ({ value, label: GROUP_WORDS[value] }))}
            value={terms.group}
            // What is folded is a group of the old kind.
            choose={(group) => change({ group, folded: [] })}
            done={() => setMenu(null)}
          />
        </Popover>
        <Popover
          name="Sort"
          align="right"
          open={menu === "sort"}
          turn={turn("sort")}
          button={
            <>
              Sort <b>{SORT_WORDS[terms.sort]}</b>
              <Icon name={terms.order === "asc" ? "up" : "sink"} size={12} />
            </>
          }
        >
          <Choices
            name="Sort by"
            options={SORT_OPTIONS}
            value={terms.sort}
            choose={(sort) => change({ sort })}
            done={() => setMenu(null)}
          />
          <Choices
            name="Direction"
            options={DIRECTIONS}
            value={terms.order}
            choose={(order) => change({ order })}
            done={() => setMenu(null)}
          />
        </Popover>
      </div>
    </search>
  );
}
