import type { Metadata } from "next";
import { reading } from "@/app/_reading";
import { tokensView } from "@/lib/views/tokens";
import { Closed } from "../closed";
import { TokensScreen } from "./tokens-screen";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const read = await reading(tokensView);
  return "refused" in read ? <Closed refused={read.refused} /> : <TokensScreen initial={read.view} />;
}
