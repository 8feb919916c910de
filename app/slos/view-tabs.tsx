"use client";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Icon } from "@/app/_parts/icons";
import { ProblemNote } from "@/app/_parts/problem-note";
import { screens } from "@/app/_queries";
import { type Problem, problemIn, send } from "@/app/_send";
import { useReader, useSavedViews } from "@/app/_shell/shell-context";
import { count } from "@/lib/format/count";
import { mayReview } from "@/lib/rights";
import { fits } from "@/lib/slo/list-filter";
import { type ListTerms, NO_TERMS, queryOf, termsIn } from "@/lib/slo/list-terms";
import type { SloListRow } from "@/lib/views/slos";

const SaveView = dynamic(() => import("./save-view").then(({ SaveView }) => SaveView), { ssr: false });

type Props = { rows: readonly SloListRow[] | null; total: number; terms: ListTerms; take: (terms: ListTerms) => void };

/** All SLOs, then the views that are kept, each with how many fit it. */
export function ViewTabs({ rows, total, terms, take }: Props) {
  const views = useSavedViews();
  const reader = useReader();
  const client = useQueryClient();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const query = queryOf(terms);
  const here = views.find((view) => view.query === query);
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: screens.shell().queryKey });
  const remove = async (id: number): Promise<void> => {
    setProblem(null);
    try {
      await send("DELETE", `/api/v1/views/${id}`, {});
      await refresh();
    } catch (error) {
      setProblem(problemIn(error as Error));
    }
  };
  const tab = (key: number, name: string, of: string, n: number | null) => (
    <a
      key={key}
      href={of === "" ? "/slos" : `/slos?${of}`}
      aria-current={query === of ? "true" : undefined}
      onClick={(event) => {
        // Elsewhere than here it is a link like others.
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        take(of === "" ? NO_TERMS : termsIn(of).terms);
      }}
    >
      {name} {n !== null && <span>{count(n)}</span>}
    </a>
  );
  return (
    <>
      <nav className="views noprint" aria-label="Views of the list">
        {tab(0, "All", "", total)}
        {views.map((view) =>
          tab(view.id, view.name, view.query, rows ? rows.filter(fits(termsIn(view.query).terms)).length : view.count),
        )}
        {here?.mayRemove && (
          <button type="button" className="btn quiet sm" onClick={() => remove(here.id)}>
            <Icon name="cross" />
            Remove {here.name}
          </button>
        )}
        {!here && query !== "" && reader !== null && reader.kind !== "anonymous" && (
          <button type="button" className="btn quiet sm" onClick={() => setSaving(true)}>
            <Icon name="plus" />
            Save view
          </button>
        )}
      </nav>
      <ProblemNote problem={problem} />
      {saving && reader && (
        <SaveView
          query={query}
          own={reader.kind === "person"}
          mayShare={mayReview(reader)}
          close={() => setSaving(false)}
          saved={refresh}
        />
      )}
    </>
  );
}
