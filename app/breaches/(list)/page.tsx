import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { breachesView } from "@/lib/views/breaches";
import { BreachesScreen } from "../breaches-screen";

export const metadata: Metadata = { title: "Breaches" };

type Props = { searchParams: Promise<{ before?: string | string[] }> };

export default async function BreachesPage({ searchParams }: Props) {
  const asked = (await searchParams).before;
  const before = typeof asked === "string" ? asked : null;
  const read = await reading((reader, now) => breachesView(reader, now, before ?? undefined));
  if ("refused" in read) return <Refused refused={read.refused} />;
  return <BreachesScreen key={before} before={before} initial={read.view} />;
}
