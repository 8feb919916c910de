"use client";
import { Refusal } from "./_parts/refusal";

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Refusal icon="warning" title="This page could not be drawn">
      <p>The server failed while it read this page; its log says why. Counting goes on without it.</p>
      <div className="go-on">
        <button type="button" className="btn sm pri" onClick={reset}>
          Try again
        </button>
        <a className="btn sm" href="/">
          Go to Today
        </a>
      </div>
      {error.digest && <p className="hint">Mark in the log: {error.digest}</p>}
    </Refusal>
  );
}
