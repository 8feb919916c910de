import type { Refused as RefusedWords } from "@/app/_reading";
import { Refusal } from "./refusal";
import { SignInLink } from "./sign-in-link";

/** A page that may not, or cannot, be read now. */
export function Refused({ refused }: { refused: RefusedWords }) {
  const closed = refused.code === "not-signed-in";
  return (
    <Refusal icon={closed ? "lock" : "warning"} title={closed ? "Reading is closed" : "This page cannot be shown now"}>
      <p>{refused.message}</p>
      {closed ? (
        <div className="go-on">
          <SignInLink className="btn sm pri" />
        </div>
      ) : (
        refused.wayOut && <p>{refused.wayOut}</p>
      )}
    </Refusal>
  );
}
