"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { count } from "@/lib/format/count";
import type { ShellView } from "@/lib/views/shell";
import { Bob } from "../_parts/bob";

const PLACES = [
  { href: "/", text: "Today", counted: "today" },
  { href: "/slos", text: "SLOs", counted: "slos" },
  { href: "/breaches", text: "Breaches", counted: "openBreaches" },
  { href: "/decisions", text: "Decisions", counted: "decisions" },
  { href: "/revisits", text: "Revisits", counted: "revisits" },
  { href: "/costs", text: "Costs", counted: null },
  { href: "/settings", text: "Settings", counted: null },
] as const;

const FIRST_DROP = 73;
const STEP = 32;

function usePlace(): number {
  const pathname = usePathname();
  return PLACES.findIndex(({ href }) => (href === "/" ? pathname === "/" : pathname.startsWith(href)));
}

/** Hangs down to the place where the reader is. */
export function PlumbDrop() {
  const place = usePlace();
  if (place === -1) return null;
  return (
    <span
      className="drop"
      aria-hidden="true"
      style={{ "--drop": `${FIRST_DROP + STEP * place}px` } as React.CSSProperties}
    >
      <Bob />
    </span>
  );
}

export function Nav({ counts }: { counts: ShellView["counts"] | null }) {
  const pathname = usePathname();
  const place = usePlace();
  return (
    <nav className="nav" aria-label="Main">
      {PLACES.map(({ href, text, counted }, i) => {
        const n = counted === null ? null : (counts?.[counted] ?? null);
        const current = i === place ? (pathname === href ? "page" : "true") : undefined;
        return (
          // Costs and settings are visited seldom: no page fetches them in advance.
          <Link key={href} href={href} aria-current={current} prefetch={counted === null ? false : null}>
            {text}
            {n !== null && (
              <span className={counted === "openBreaches" && n > 0 ? "n hot" : "n"}>
                {count(n)}
                {counted === "openBreaches" && <span className="sr"> open</span>}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
