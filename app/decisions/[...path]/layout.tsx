import type { ReactNode } from "react";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { knownRecord } from "@/lib/views/known";

/** Outside the loading state, so that a record that is not there is answered with 404. */
export default async function DecisionLayout({
  params,
  children,
}: {
  params: Promise<{ path: string[] }>;
  children: ReactNode;
}) {
  const path = (await params).path.map(decodeURIComponent).join("/");
  const read = await reading((reader) => knownRecord(reader, path));
  return "refused" in read ? <Refused refused={read.refused} /> : children;
}
