"use client";
import "./_styles/tokens.css";
import "./_styles/base.css";
import "./_styles/controls.css";
import "./_styles/parts.css";
import "./_styles/states.css";
import "./_styles/verdicts.css";
import { Refusal } from "./_parts/refusal";

export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Plumbline could not start this page</title>
        <main style={{ maxWidth: 640, margin: "64px auto", padding: "0 16px" }}>
          <Refusal icon="warning" title="Plumbline could not start this page">
            <p>The server failed before anything could be read; its log says why. What is counted is kept.</p>
            <div className="go-on">
              <button type="button" className="btn sm pri" onClick={reset}>
                Try again
              </button>
            </div>
            {error.digest && <p className="hint">Mark in the log: {error.digest}</p>}
          </Refusal>
        </main>
      </body>
    </html>
  );
}
