import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { decisionsView } from "@/lib/views/decisions";
import { DecisionsScreen } from "../decisions-screen";

export const metadata: Metadata = { title: "Decisions" };

export default async function DecisionsPage() {
  const read = await reading((reader, now) => decisionsView(reader, now));
  return "refused" in read ? <Refused refused={read.refused} /> : <DecisionsScreen initial={read.view} />;
}
