"use client";
import Link from "next/link";
import { SignInLink } from "@/app/_parts/sign-in-link";
import type { ReviewItem } from "@/lib/views/today";
import { handledWords } from "./item-words";
import { Notes } from "./notes";
import type { Review } from "./use-review";

type Props = { item: ReviewItem; now: string; review: Review; signedIn: boolean };

/** The current row, opened in place: why it is one, what was done, and what can be. */
export function Opened({ item, now, review, signedIn }: Props) {
  const { words, handled, mayMark, name, href, subject, row } = item;
  const busy = review.sending.has(subject);
  const verb = (act: () => void) => (event: React.MouseEvent) => {
    event.stopPropagation();
    act();
  };
  return (
    <div className="c-x">
      <div className="now">
        <p>
          <b>{words.bold}</b> {words.rest}
          {words.brief && words.brief !== words.bold && row?.reason === words.brief && ` ${words.brief}`}
        </p>
        {handled && <p className="did">{handledWords(handled, now)}</p>}
        {item.notes.length > 0 && <Notes item={item} now={now} />}
        <div className="nb noprint">
          {mayMark && handled && (
            <button
              type="button"
              className="btn pri"
              disabled={busy}
              onClick={verb(() => review.undo([{ item, mark: handled.id }]))}
            >
              Take back
            </button>
          )}
          {mayMark && !handled && (
            <button
              type="button"
              className="btn pri"
              disabled={busy}
              onClick={verb(() => review.begin("acknowledged", [item]))}
            >
              Acknowledge <kbd>e</kbd>
            </button>
          )}
          {mayMark && (
            <>
              <button
                type="button"
                className="btn"
                disabled={busy}
                onClick={verb(() => review.begin("followed-up", [item]))}
              >
                Follow up <kbd>f</kbd>
              </button>
              <button
                type="button"
                className="btn"
                disabled={busy}
                onClick={verb(() => review.begin("dismissed", [item]))}
              >
                Dismiss <kbd>d</kbd>
              </button>
            </>
          )}
          {signedIn && (
            <button
              type="button"
              className="btn quiet"
              disabled={busy}
              onClick={verb(() => review.begin("noted", [item]))}
            >
              Note <kbd>n</kbd>
            </button>
          )}
          <Link className="btn quiet" href={href}>
            Open <span className="sr">{item.kind === "revisit" ? "the record" : "what it is about"}</span> <kbd>o</kbd>
          </Link>
        </div>
        {!signedIn && (
          <p className="hint">
            <SignInLink /> to acknowledge, follow up, dismiss or note.
          </p>
        )}
        {signedIn && !mayMark && (
          <p className="hint">
            {row ? `Editors of ${row.service} handle ${name}` : "Editors handle it"}; a note is open to everybody who is
            signed in.
          </p>
        )}
      </div>
    </div>
  );
}
