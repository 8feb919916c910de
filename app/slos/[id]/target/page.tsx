import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { parseDecisionAddress } from "@/lib/adr/decision-address";
import { targetEditorView } from "@/lib/views/target-editor";
import { TargetScreen } from "./target-screen";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<"again" | "decision" | "returnTo", string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit target, ${decodeURIComponent((await params).id)}` };
}

/**
 * `again`: the number of an older version, whose terms the draft begins with. `decision`: the address of the one that it is
 * changed by. `returnTo`: the revisit that asked for it, where saving leads back to.
 */
export default async function TargetPage({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id);
  const { again, decision, returnTo } = await searchParams;
  const read = await reading((reader, now) => targetEditorView(reader, now, id));
  if ("refused" in read) return <Refused refused={read.refused} />;
  const older = typeof again === "string" && /^[1-9]\d{0,8}$/.test(again) ? Number(again) : null;
  const chosen = typeof decision === "string" ? parseDecisionAddress(decision) : null;
  const back = typeof returnTo === "string" && /^\/revisits\/[\w-]+(?:\?d=[^&]*)?$/.test(returnTo) ? returnTo : null;
  return <TargetScreen key={id} initial={read.view} again={older} chosen={chosen} back={back} />;
}
