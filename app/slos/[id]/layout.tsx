import type { ReactNode } from "react";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { knownSlo } from "@/lib/views/known";

/** Outside the loading states of the pages below, so that an SLO that is not there is answered with 404. */
export default async function SloLayout({
  params,
  children,
}: {
  params: Promise<{ id: string }>;
  children: ReactNode;
}) {
  const id = decodeURIComponent((await params).id);
  const read = await reading((reader) => knownSlo(reader, id));
  return "refused" in read ? <Refused refused={read.refused} /> : children;
}
