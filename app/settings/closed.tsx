import Link from "next/link";
import { Refusal } from "@/app/_parts/refusal";
import type { Refused } from "@/app/_reading";

/** A part of the settings that the reader may not see. */
export function Closed({ refused }: { refused: Refused }) {
  const unknown = refused.code === "not-signed-in";
  const title = unknown
    ? "Settings are for people who signed in"
    : refused.code === "not-allowed"
      ? "This part of the settings is closed to you"
      : "This page cannot be shown now";
  return (
    <Refusal icon={unknown || refused.code === "not-allowed" ? "lock" : "warning"} title={title}>
      <p>{refused.message}</p>
      {refused.wayOut && <p>{refused.wayOut}</p>}
      {unknown && (
        <p className="go-on">
          <Link className="btn sm" href="/sign-in">
            Sign in
          </Link>
        </p>
      )}
    </Refusal>
  );
}
