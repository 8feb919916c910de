import type { Metadata } from "next";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { decisionLintView } from "@/lib/views/decision-lint";
import { LintScreen } from "./lint-screen";

export const metadata: Metadata = { title: "Drift and lint" };

export default async function DecisionLintPage() {
  const read = await reading((reader, now) => decisionLintView(reader, now));
  return "refused" in read ? <Refused refused={read.refused} /> : <LintScreen initial={read.view} />;
}
