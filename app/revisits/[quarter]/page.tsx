import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { revisitView } from "@/lib/views/revisit";
import { RevisitScreen } from "./revisit-screen";

type Props = {
  params: Promise<{ quarter: string }>;
  searchParams: Promise<Record<"d" | "present", string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Quarterly revisit ${(await params).quarter.replace("-", " ")}` };
}

/** `d`: the address of the decision that is shown; without it the meeting itself. `present`: without the side. */
export default async function RevisitPage({ params, searchParams }: Props) {
  const { quarter } = await params;
  const { d, present } = await searchParams;
  const asked = typeof d === "string" ? d : null;
  const read = await reading((reader, now) => revisitView(reader, now, quarter, asked));
  if ("refused" in read) return <Refused refused={read.refused} />;
  return <RevisitScreen key={asked ?? ""} initial={read.view} presenting={present === "1"} />;
}
