import { Icon } from "@/app/_parts/icons";
import type { SloView } from "@/lib/views/slo";

const WORDS = { error: "Wrong", warning: "Doubtful", info: "Note" };
const ICONS = { error: "cross", warning: "warning", info: "pin" } as const;

/** What is doubtful about the SLO itself. Not a verdict: ink and a glyph, never red. */
export function LintPanel({ view: { lint } }: { view: Pick<SloView, "lint"> }) {
  return (
    <section className="panel" aria-labelledby="lint">
      <div className="ph">
        <h2 id="lint">Lint</h2>
      </div>
      <div className="pb">
        {lint.length === 0 ? (
          <p className="soft">No findings.</p>
        ) : (
          <ul className="lint">
            {lint.map(({ code, severity, message, wayOut }) => (
              <li key={`${code} ${message}`}>
                <Icon name={ICONS[severity]} />
                <div>
                  <b>{WORDS[severity]}:</b> {message} {wayOut && <span>{wayOut}</span>}
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
