"use client";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { Suspense } from "react";

/** To the sign-in page, and from there back to where the reader is. */
export function SignInLink({ className }: { className?: string }) {
  return (
    <Suspense>
      <WithWayBack className={className} />
    </Suspense>
  );
}

function WithWayBack({ className }: { className: string | undefined }) {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  const here = `${pathname}${search === "" ? "" : `?${search}`}`;
  const apart = here === "/" || pathname === "/sign-in" || pathname.startsWith("/set-up/");
  return (
    <Link className={className} href={apart ? "/sign-in" : `/sign-in?to=${encodeURIComponent(here)}`}>
      Sign in
    </Link>
  );
}
