import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { slosView } from "@/lib/views/slos";
import { SlosScreen } from "../slos-screen";

export const metadata: Metadata = { title: "SLOs" };

export default async function SlosPage() {
  const read = await reading((reader, now) => slosView(reader, now));
  return "refused" in read ? <Refused refused={read.refused} /> : <SlosScreen initial={read.view} />;
}
