import type { Metadata } from "next";
import { headers } from "next/headers";
import { Refused } from "@/app/_parts/refused";
import { reading } from "@/app/_reading";
import { sessionOf } from "@/lib/auth/session";
import { accountView } from "@/lib/views/account";
import { AccountScreen } from "./account-screen";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const session = await sessionOf(await headers());
  const read = await reading((reader, now) => accountView(reader, session?.sessionId ?? null, now));
  return "refused" in read ? <Refused refused={read.refused} /> : <AccountScreen initial={read.view} />;
}
