import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { decisionView } from "@/lib/views/decision";
import { DecisionScreen } from "./decision-screen";

type Props = { params: Promise<{ path: string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).path.at(-1) ?? "Decision") };
}

export default async function DecisionPage({ params }: Props) {
  const path = (await params).path.map(decodeURIComponent).join("/");
  const read = await reading((reader, now) => decisionView(reader, now, path));
  return "refused" in read ? <Refused refused={read.refused} /> : <DecisionScreen key={path} initial={read.view} />;
}
