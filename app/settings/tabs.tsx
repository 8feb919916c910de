"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { SettingsView } from "@/lib/views/settings";

const PLACES = [
  { name: "people", text: "People" },
  { name: "tokens", text: "API tokens" },
  { name: "connections", text: "Connections" },
  { name: "audit", text: "Audit log" },
] as const;

export function Tabs({ open }: { open: SettingsView }) {
  const pathname = usePathname();
  return (
    <nav className="tabs noprint" aria-label="Settings">
      {PLACES.filter(({ name }) => open[name]).map(({ name, text }) => {
        const href = `/settings/${name}`;
        return (
          <Link key={name} href={href} aria-current={pathname === href ? "page" : undefined}>
            {text}
          </Link>
        );
      })}
    </nav>
  );
}
