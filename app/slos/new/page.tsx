import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { newSloView } from "@/lib/views/new-slo";
import { NewSloScreen } from "./new-slo-screen";

export const metadata: Metadata = { title: "New SLO" };

export default async function NewSloPage() {
  const read = await reading((reader, now) => newSloView(reader, now));
  return "refused" in read ? <Refused refused={read.refused} /> : <NewSloScreen view={read.view} />;
}
