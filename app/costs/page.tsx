import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { costsView } from "@/lib/views/costs";
import { CostsScreen } from "./costs-screen";
import { type CostTerms, oneOf } from "./terms";

export const metadata: Metadata = { title: "Costs" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function CostsPage({ searchParams }: Props) {
  const given = await searchParams;
  const terms: CostTerms = { months: oneOf(given.months), month: oneOf(given.month) };
  const read = await reading((reader, now) => costsView(reader, now, terms));
  return "refused" in read ? <Refused refused={read.refused} /> : <CostsScreen initial={read.view} terms={terms} />;
}
