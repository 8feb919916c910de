import { redirect } from "next/navigation";
import { reading } from "@/app/_reading";
import { settingsView } from "@/lib/views/settings";

/** Leads to the first part that is open to the reader; the layout says why where none is. */
export default async function SettingsPage() {
  const read = await reading(settingsView);
  if ("refused" in read) return null;
  redirect(read.view.people ? "/settings/people" : "/settings/tokens");
}
