import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { breachView } from "@/lib/views/breach";
import { BreachScreen } from "./breach-screen";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Breach B-${(await params).id}` };
}

export default async function BreachPage({ params }: Props) {
  const id = Number((await params).id);
  if (!Number.isSafeInteger(id) || id < 1) notFound();
  const read = await reading((reader, now) => breachView(reader, now, id));
  return "refused" in read ? <Refused refused={read.refused} /> : <BreachScreen key={id} initial={read.view} />;
}
