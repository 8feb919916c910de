"use client";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { SignInLink } from "@/app/_parts/sign-in-link";
import { send } from "@/app/_send";
import type { ShellView } from "@/lib/views/shell";

/** Who is signed in, or the way to it. */
export function SignedIn({ actor }: { actor: ShellView["actor"] | null }) {
  const leaving = useMutation({
    mutationFn: () => send("POST", "/api/auth/sign-out", {}),
    onSuccess: () => window.location.assign("/sign-in"),
  });
  return (
    <div className="who">
      {actor?.kind === "person" ? (
        <>
          <Link href="/account" title="Your account">
            {actor.name}
            <span className="role">, {actor.role}</span>
          </Link>
          <button type="button" className="link" disabled={leaving.isPending} onClick={() => leaving.mutate()}>
            {leaving.isError ? "Sign out again" : "Sign out"}
          </button>
        </>
      ) : (
        <SignInLink />
      )}
    </div>
  );
}
