import type { Metadata } from "next";
import Link from "next/link";
import { Refusal } from "@/app/_parts/refusal";
import { currentActor } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { type LinkView, linkView } from "@/lib/views/link";
import { LinkScreen } from "./link-screen";

// The address is a secret: no page that this one leads to is told of it.
export const metadata: Metadata = { title: "One-time link", referrer: "no-referrer", robots: { index: false } };

export default async function LinkPage({ params }: { params: Promise<{ secret: string }> }) {
  const { secret } = await params;
  const opened = await open(secret);
  if ("purpose" in opened) return <LinkScreen secret={secret} link={opened} />;
  return (
    <Refusal icon="lock" title={opened.message}>
      {opened.wayOut && <p>{opened.wayOut}</p>}
      <div className="go-on">
        <Link className="btn sm" href="/sign-in">
          Sign in
        </Link>
      </div>
    </Refusal>
  );
}

async function open(secret: string): Promise<LinkView | DomainError> {
  try {
    return await linkView(await currentActor(), secret, new Date());
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
