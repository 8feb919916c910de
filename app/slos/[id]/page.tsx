import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { sloView } from "@/lib/views/slo";
import { rangeOr } from "./range";
import { SloScreen } from "./slo-screen";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ range?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).id) };
}

export default async function SloPage({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id);
  const asked = (await searchParams).range;
  const range = rangeOr(typeof asked === "string" ? asked : null);
  const read = await reading((reader, now) => sloView(reader, now, id, range));
  if ("refused" in read) return <Refused refused={read.refused} />;
  return <SloScreen key={`${id} ${range}`} id={id} range={range} initial={read.view} />;
}
