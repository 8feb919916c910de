import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { decisionGraphView } from "@/lib/views/decision-graph";
import { askedIn } from "../terms";
import { GraphScreen } from "./graph-screen";

export const metadata: Metadata = { title: "Graph of decisions" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function DecisionGraphPage({ searchParams }: Props) {
  const { status, around, as } = await searchParams;
  const asked = { status: askedIn(status), around: askedIn(around) };
  const read = await reading((reader, now) => decisionGraphView(reader, now, asked));
  if ("refused" in read) return <Refused refused={read.refused} />;
  return <GraphScreen initial={read.view} asTable={askedIn(as) === "table"} />;
}
