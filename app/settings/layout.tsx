import type { Metadata } from "next";
import type { ReactNode } from "react";
import { reading } from "@/app/_reading";
import { settingsView } from "@/lib/views/settings";
import { Closed } from "./closed";
import { Tabs } from "./tabs";
import "./settings.css";

export const metadata: Metadata = { title: { default: "Settings", template: "%s · Settings · Plumbline" } };

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const read = await reading(settingsView);
  if ("refused" in read) return <Closed refused={read.refused} />;
  return (
    <div className="settings">
      <Tabs open={read.view} />
      {children}
    </div>
  );
}
