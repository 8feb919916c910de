import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { decisionTimelineView } from "@/lib/views/decision-timeline";
import { askedIn } from "../terms";
import { TimelineScreen } from "./timeline-screen";

export const metadata: Metadata = { title: "Timeline of decisions" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function DecisionTimelinePage({ searchParams }: Props) {
  const { status, year } = await searchParams;
  const asked = { status: askedIn(status), year: askedIn(year) };
  const read = await reading((reader, now) => decisionTimelineView(reader, now, asked));
  return "refused" in read ? <Refused refused={read.refused} /> : <TimelineScreen initial={read.view} />;
}
