import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { revisitsView } from "@/lib/views/revisits";
import { RevisitsScreen } from "../revisits-screen";

export const metadata: Metadata = { title: "Revisits" };

export default async function RevisitsPage() {
  const read = await reading((reader, now) => revisitsView(reader, now));
  return "refused" in read ? <Refused refused={read.refused} /> : <RevisitsScreen initial={read.view} />;
}
