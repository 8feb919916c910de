"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import "./tabs.css";

const PLACES = [
  { href: "/decisions", text: "Records" },
  { href: "/decisions/timeline", text: "Timeline" },
  { href: "/decisions/graph", text: "Graph" },
  { href: "/decisions/lint", text: "Drift and lint" },
] as const;

export function Tabs() {
  const pathname = usePathname();
  return (
    <nav className="decision-tabs noprint" aria-label="Decisions">
      {PLACES.map(({ href, text }) => (
        <Link key={href} href={href} aria-current={pathname === href ? "page" : undefined}>
          {text}
        </Link>
      ))}
    </nav>
  );
}
