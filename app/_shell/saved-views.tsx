"use client";
import Link from "next/link";
import { count } from "@/lib/format/count";
import type { ShellView } from "@/lib/views/shell";

/** Ways to the list as somebody keeps it. */
export function SavedViews({ views }: { views: ShellView["savedViews"] }) {
  return (
    <div className="kept">
      <p id="kept-views">Saved views</p>
      <nav className="nav" aria-labelledby="kept-views">
        {views.map(({ id, name, query, count: n }) => (
          <Link key={id} href={query === "" ? "/slos" : `/slos?${query}`} prefetch={false}>
            <span className="vn" title={name}>
              {name}
            </span>
            {n !== null && <span className="n">{count(n)}</span>}
          </Link>
        ))}
      </nav>
    </div>
  );
}
