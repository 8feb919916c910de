import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { readTerms, TERM_NAMES } from "@/lib/slo/list-terms";
import { slosView } from "@/lib/views/slos";
import { firstPaint } from "../arrange";
import { SlosScreen } from "../slos-screen";

export const metadata: Metadata = { title: "SLOs" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SlosPage({ searchParams }: Props) {
  const given = await searchParams;
  const first = (value: string | string[] | undefined): string | null =>
    (Array.isArray(value) ? value[0] : value) ?? null;
  const { terms } = readTerms(Object.fromEntries(TERM_NAMES.map((name) => [name, first(given[name])])));
  const read = await reading((reader, now) => slosView(reader, now));
  return "refused" in read ? <Refused refused={read.refused} /> : <SlosScreen initial={firstPaint(read.view, terms)} />;
}
