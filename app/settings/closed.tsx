import { Refusal } from "@/app/_parts/refusal";
import { SignInLink } from "@/app/_parts/sign-in-link";
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
      {unknown ? (
        <div className="go-on">
          <SignInLink className="btn sm pri" />
        </div>
      ) : (
        refused.wayOut && <p>{refused.wayOut}</p>
      )}
    </Refusal>
  );
}
