"use client";
import Link from "next/link";

type Props = {
  /** What saving would make. */
  words: string;
  /** Why it would be saved as drift; null where it would not. */
  drifts: string | null;
  act: "save" | "drift" | "propose" | "sign-in" | "none";
  signIn: string;
  ready: boolean;
  touched: boolean;
  onSave: () => void;
  onDiscard: () => void;
};

const WORDS = { save: "Save", drift: "Save as drift", propose: "Propose" };

/** Says in words what its button does. */
export function SaveBar({ words, drifts, act, signIn, ready, touched, onSave, onDiscard }: Props) {
  return (
    <section className="save noprint" aria-label="Save">
      <p>
        <b>{words}</b> {drifts && act === "drift" && <span>As drift: {drifts}.</span>}
      </p>
      <div className="acts">
        {touched && (
          <button type="button" className="btn quiet" onClick={onDiscard}>
            Discard
          </button>
        )}
        {act === "sign-in" ? (
          <Link className="btn pri" href={signIn}>
            Sign in to save
          </Link>
        ) : (
          act !== "none" && (
            <button type="button" className="btn pri" disabled={!ready} onClick={onSave}>
              {WORDS[act]}
            </button>
          )
        )}
      </div>
    </section>
  );
}
