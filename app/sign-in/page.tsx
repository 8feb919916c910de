import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { safeReturnPath } from "@/lib/auth/return-path";
import { sessionOf } from "@/lib/auth/session";
import { signInView } from "@/lib/views/sign-in";
import { SignInScreen } from "./sign-in-screen";

export const metadata: Metadata = { title: "Sign in", robots: { index: false } };

type Props = { searchParams: Promise<{ to?: string | string[]; error?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { to: asked, error } = await searchParams;
  const to = safeReturnPath(typeof asked === "string" ? asked : null);
  if ((await sessionOf(await headers())) !== null) redirect(to);
  return <SignInScreen to={to} refused={typeof error === "string" ? error : null} {...signInView()} />;
}
