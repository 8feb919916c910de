"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { Icon } from "@/app/_parts/icons";
import { SignInLink } from "@/app/_parts/sign-in-link";
import { longDay, shortWeekday } from "@/lib/format/time";
import type { TodayView } from "@/lib/views/today";

const CopyDialog = dynamic(() => import("./copy-dialog"), { ssr: false });

/** The day, the way to the one before, and how the review leaves the page. */
export function Head({ view, finish, tell }: { view: TodayView; finish: () => void; tell: (words: string) => void }) {
  const { now, reviews, publicUrl } = view;
  const [text, setText] = useState<string | null>(null);
  const copy = async (): Promise<void> => {
    const { chatSummary } = await import("./chat-summary");
    const summary = chatSummary(view, publicUrl ?? location.origin);
    try {
      await navigator.clipboard.writeText(summary);
      tell("Copied as Markdown.");
    } catch {
      // Without https, or where the browser refuses, it can still be copied by hand.
      setText(summary);
    }
  };
  return (
    <div className="head">
      <h1>{longDay(now)}</h1>
      <div className="acts noprint">
        {reviews.previousDay && (
          <Link
            className="btn quiet"
            href={`/?day=${reviews.previousDay}`}
            aria-label={`Review of ${shortWeekday(reviews.previousDay)}`}
          >
            <Icon name="clock" size={16} /> {shortWeekday(reviews.previousDay)}
          </Link>
        )}
        <button type="button" className="btn" onClick={() => void copy()}>
          <Icon name="copy" size={16} /> Copy for chat
        </button>
        {view.reader.signedIn ? (
          <button type="button" className="btn pri" onClick={finish}>
            Finish review <kbd>⇧</kbd>
            <kbd>↵</kbd>
          </button>
        ) : (
          <SignInLink className="btn pri" />
        )}
      </div>
      {text !== null && <CopyDialog text={text} close={() => setText(null)} />}
    </div>
  );
}
