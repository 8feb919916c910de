"use client";
import Link from "next/link";
import { Empty } from "@/app/_parts/empty";
import { screens } from "@/app/_queries";
import { useGenerated } from "@/app/_shell/shell-context";
import { useScreen } from "@/app/_use-screen";
import { countInWords } from "@/lib/format/count";
import type { BreachesView } from "@/lib/views/breaches";
import { BreachFilterBar } from "./breach-filter-bar";
import { BreachTable } from "./breach-table";
import "./breaches.css";

type Props = { terms: string; before: string | null; initial: BreachesView };

export function BreachesScreen({ terms, before, initial }: Props) {
  const view = useScreen(screens.breaches(terms === "" ? "" : `?${terms}`), initial);
  const { now, open, closed, next, filter } = view;
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const generated = useGenerated();
  return (
    <div className="breaches">
      <h1>Breaches</h1>
      <p className="lede">
        <b>{headline(open.length, isFiltered)}</b> A breach is an episode: it opens when a target is missed or its
        budget burns too fast, and closes when that ends. Times are UTC.
      </p>
      <BreachFilterBar view={view} />
      {open.length > 0 && (
        <section aria-labelledby="open">
          <h2 id="open">Open</h2>
          <BreachTable rows={open} now={now} generated={generated} caption="Open breaches, newest first" />
        </section>
      )}
      {filter.state !== "open" && (
        <section aria-labelledby="closed">
          <h2 id="closed">Closed</h2>
          {closed.length > 0 ? (
            <BreachTable rows={closed} now={now} generated={generated} caption="Closed breaches, newest first" />
          ) : isFiltered ? (
            <Empty title="No closed breach fits" as="h2">
              <p>
                Others may: <Link href="/breaches">show all of them</Link>.
              </p>
            </Empty>
          ) : (
            <Empty title="No breach has closed yet" as="h2">
              <p>Episodes stay here with the decision that was in force when they opened.</p>
            </Empty>
          )}
        </section>
      )}
      {(next !== null || before !== null) && (
        <nav className="pages" aria-label="Pages">
          {before !== null && (
            <Link className="btn sm" href="/breaches">
              Newest
            </Link>
          )}
          {next !== null && (
            <Link className="btn sm" href={olderThan(next, terms)}>
              Older breaches
            </Link>
          )}
        </nav>
      )}
    </div>
  );
}

function olderThan(next: string, terms: string): string {
  const older = new URLSearchParams(terms);
  older.set("before", next);
  return `/breaches?${older}`;
}

function headline(open: number, isFiltered: boolean): string {
  if (open === 0) return isFiltered ? "No breach that fits is open." : "No breach is open.";
  const words = countInWords(open);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${open === 1 ? "breach is" : "breaches are"} open.`;
}
