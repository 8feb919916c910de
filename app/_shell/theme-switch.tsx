"use client";
import { useTheme } from "next-themes";
import { useEffect, useState } from "react";
import { Icon } from "../_parts/icons";

const ORDER = ["system", "light", "dark"] as const;
const ICONS = { system: "system", light: "sun", dark: "moon" } as const;

/** System, light, dark, and round again; the name says what is set and what a press does. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  const now = ORDER.find((name) => mounted && name === theme) ?? "system";
  const next = ORDER[(ORDER.indexOf(now) + 1) % ORDER.length] ?? "system";
  const label = `Theme: ${now}. Switch to ${next}`;
  return (
    <button type="button" className="btn ic" aria-label={label} title={label} onClick={() => setTheme(next)}>
      <Icon name={ICONS[now]} size={16} />
    </button>
  );
}
