import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { filterTerms } from "@/lib/slo/breach-filter";
import { breachesView } from "@/lib/views/breaches";
import { BreachesScreen } from "../breaches-screen";

export const metadata: Metadata = { title: "Breaches" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function BreachesPage({ searchParams }: Props) {
  const asked = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === "string" && value !== "" ? [[name, value]] : [],
  );
  const terms = new URLSearchParams(asked);
  const before = terms.get("before");
  const read = await reading((reader, now) => breachesView(reader, now, before ?? undefined, filterTerms(terms)));
  if ("refused" in read) return <Refused refused={read.refused} />;
  const own = new URLSearchParams({ ...(before === null ? {} : { before }), ...filterTerms(terms) }).toString();
  return <BreachesScreen key={own} terms={own} before={before} initial={read.view} />;
}
