import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { decisionView } from "@/lib/views/decision";
import { decisionAt } from "@/lib/views/decision-at";
import { decisionDifference } from "@/lib/views/decision-difference";
import { DecisionScreen } from "./decision-screen";
import { DifferenceScreen } from "./difference-screen";
import { ThenScreen } from "./then-screen";

type Asked = Partial<Record<"on" | "at" | "from" | "to", string | string[]>>;
type Props = { params: Promise<{ path: string[] }>; searchParams: Promise<Asked> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).path.at(-1) ?? "Decision") };
}

export default async function DecisionPage({ params, searchParams }: Props) {
  const path = (await params).path.map(decodeURIComponent).join("/");
  const asked = await searchParams;
  const [on, at, from, to] = [asked.on, asked.at, asked.from, asked.to].map((value) =>
    typeof value === "string" && value !== "" ? value : null,
  );
  if (from && to) {
    const read = await reading((reader, now) => decisionDifference(reader, now, path, { from, to }));
    return "refused" in read ? <Refused refused={read.refused} /> : <DifferenceScreen view={read.view} />;
  }
  if (on || at) {
    const wanted = on ? { on } : { at: at ?? "" };
    const read = await reading((reader, now) => decisionAt(reader, now, path, wanted));
    return "refused" in read ? <Refused refused={read.refused} /> : <ThenScreen view={read.view} />;
  }
  const read = await reading((reader, now) => decisionView(reader, now, path));
  return "refused" in read ? <Refused refused={read.refused} /> : <DecisionScreen key={path} initial={read.view} />;
}
