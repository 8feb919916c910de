import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { sloView } from "@/lib/views/slo";
import { termsIn } from "./range";
import { SloScreen } from "./slo-screen";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).id) };
}

export default async function SloPage({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id);
  const asked = await searchParams;
  const terms = termsIn({
    get(name) {
      const given = asked[name];
      return typeof given === "string" ? given : null;
    },
  });
  const read = await reading((reader, now) => sloView(reader, now, id, terms));
  if ("refused" in read) return <Refused refused={read.refused} />;
  return <SloScreen key={id} id={id} terms={terms} initial={read.view} />;
}
