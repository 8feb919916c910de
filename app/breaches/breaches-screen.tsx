"use client";
import Link from "next/link";
import { Empty } from "@/app/_parts/empty";
import { screens } from "@/app/_queries";
import { useGenerated } from "@/app/_shell/shell-context";
import { useScreen } from "@/app/_use-screen";
import { countInWords } from "@/lib/format/count";
import type { BreachesView } from "@/lib/views/breaches";
import { BreachTable } from "./breach-table";
import "./breaches.css";

export function BreachesScreen({ before, initial }: { before: string | null; initial: BreachesView }) {
  const { now, open, closed, next } = useScreen(screens.breaches(before), initial);
  const generated = useGenerated();
  return (
    <div className="breaches">
      <h1>Breaches</h1>
      <p className="lede">
        <b>{headline(open.length)}</b> A breach is an episode: it opens when a target is missed or its budget burns too
        fast, and closes when that ends. Times are UTC.
      </p>
      {open.length > 0 && (
        <section aria-labelledby="open">
          <h2 id="open">Open</h2>
          <BreachTable rows={open} now={now} generated={generated} caption="Open breaches, newest first" />
        </section>
      )}
      <section aria-labelledby="closed">
        <h2 id="closed">Closed</h2>
        {closed.length === 0 ? (
          <Empty title="No breach has closed yet" as="h2">
            <p>Episodes stay here with the decision that was in force when they opened.</p>
          </Empty>
        ) : (
          <BreachTable rows={closed} now={now} generated={generated} caption="Closed breaches, newest first" />
        )}
      </section>
      {(next !== null || before !== null) && (
        <nav className="pages" aria-label="Pages">
          {before !== null && (
            <Link className="btn sm" href="/breaches">
              Newest
            </Link>
          )}
          {next !== null && (
            <Link className="btn sm" href={`/breaches?before=${encodeURIComponent(next)}`}>
              Older breaches
            </Link>
          )}
        </nav>
      )}
    </div>
  );
}

function headline(open: number): string {
  if (open === 0) return "No breach is open.";
  const words = countInWords(open);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${open === 1 ? "breach is" : "breaches are"} open.`;
}
