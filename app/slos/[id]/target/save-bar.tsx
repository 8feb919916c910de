"use client";
import Link from "next/link";
import type { ReactNode } from "react";

type Props = {
  /** What saving would make. */
  words: string;
  act: "save" | "drift" | "propose" | "sign-in" | "none";
  signIn: string;
  ready: boolean;
  touched: boolean;
  /** What else can be done with what is typed. */
  more: ReactNode;
  onSave: () => void;
  onDiscard: () => void;
};

const WORDS = { save: "Save", drift: "Save as drift", propose: "Propose" };

/** Says in words what its button does. */
export function SaveBar({ words, act, signIn, ready, touched, more, onSave, onDiscard }: Props) {
  return (
    <section className="save noprint" aria-label="Save">
      <p>
        <b>{words}</b> {act === "drift" && <span>As drift: no accepted decision promises it.</span>}
      </p>
      <div className="acts">
        {touched && (
          <button type="button" className="btn quiet" onClick={onDiscard}>
            Discard
          </button>
        )}
        {more}
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
