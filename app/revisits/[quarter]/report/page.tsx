import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { mustReadUnhurried } from "@/lib/auth/actor";
import { revisitReport } from "@/lib/views/revisit";
import { Report } from "./report";

type Props = { params: Promise<{ quarter: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Report, quarterly revisit ${(await params).quarter.replace("-", " ")}` };
}

export default async function ReportPage({ params }: Props) {
  const { quarter } = await params;
  const read = await reading(async (reader, now) => {
    await mustReadUnhurried(reader);
    return revisitReport(reader, now, quarter);
  });
  return "refused" in read ? <Refused refused={read.refused} /> : <Report view={read.view} />;
}
