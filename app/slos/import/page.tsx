import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { ImportScreen } from "./import-screen";

export const metadata: Metadata = { title: "Import SLOs" };

export default async function ImportPage() {
  const read = await reading((_, now) => ({ now: now.toISOString() }));
  return "refused" in read ? <Refused refused={read.refused} /> : <ImportScreen />;
}
