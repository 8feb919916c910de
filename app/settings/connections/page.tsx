import type { Metadata } from "next";
import { reading } from "@/app/_reading";
import { connectionsView } from "@/lib/views/connections";
import { Closed } from "../closed";
import { ConnectionsScreen } from "./connections-screen";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const read = await reading(connectionsView);
  return "refused" in read ? <Closed refused={read.refused} /> : <ConnectionsScreen initial={read.view} />;
}
