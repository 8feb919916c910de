import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { decisionOptions } from "@/lib/views/decision-options";
import { PacksScreen } from "./packs-screen";

export const metadata: Metadata = { title: "Ready-made SLOs" };

export default async function PacksPage() {
  const read = await reading((reader) => decisionOptions(reader));
  return "refused" in read ? <Refused refused={read.refused} /> : <PacksScreen decisions={read.view} />;
}
