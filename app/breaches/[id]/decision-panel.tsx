import Link from "next/link";
import { DecisionTag } from "@/app/_parts/decision-tag";
import { Icon } from "@/app/_parts/icons";
import { decisionHref } from "@/lib/adr/decision-address";
import { windowInWords } from "@/lib/format/duration";
import { day } from "@/lib/format/time";
import type { BreachView } from "@/lib/views/breach";

/** Why this target exists, as it was decided when the breach opened. */
export function DecisionPanel({ view: { decision, target, slo, now } }: { view: BreachView }) {
  return (
    <section className="panel" aria-labelledby="decision">
      <div className="ph">
        <h2 id="decision">The decision then in force</h2>
      </div>
      <div className="pb">
        {decision === null ? (
          <p className="soft">No decision was named for this target when the breach opened.</p>
        ) : (
          <>
            {decision.statement && <blockquote className="quote">“{decision.statement}”</blockquote>}
            <DecisionTag decision={decision} />
            {decision.adrCommit && (
              <Link className="dtag mono commit" href={thenHref(decision)} title={decision.adrCommit}>
                <Icon name="commit" />
                <span>
                  {decision.adrCommit.slice(0, 7)}
                  {decision.committedAt && `, ${day(decision.committedAt)}`}
                </span>
              </Link>
            )}
            {decision.adrCommit && !decision.asItWasThen && (
              <p className="hint">Git does not have that commit here: this is what the record says now.</p>
            )}
          </>
        )}
        <dl className="kv">
          <div>
            <dt>Target</dt>
            <dd>
              v{target.version}, {target.statement} over {windowInWords(slo.window)}
            </dd>
          </div>
          {decision && (
            <>
              <div>
                <dt>Status</dt>
                <dd className="cap">{decision.status ?? "not stated"}</dd>
              </div>
              {decision.confidence && (
                <div>
                  <dt>Confidence</dt>
                  <dd className="cap">{decision.confidence}</dd>
                </div>
              )}
              {decision.reviewDue && (
                <div>
                  <dt>Revisit</dt>
                  <dd>{dueInWords(decision.reviewDue, now)}</dd>
                </div>
              )}
              {decision.nowDiffers && (
                <div>
                  <dt>Since then</dt>
                  <dd>{decision.nowDiffers}</dd>
                </div>
              )}
            </>
          )}
        </dl>
      </div>
    </section>
  );
}

/** The record as it stood at that commit, where git still has it. */
function thenHref({ path, id, href, adrCommit, asItWasThen }: NonNullable<BreachView["decision"]>): string {
  return asItWasThen ? `${decisionHref({ path })}?at=${adrCommit}#${encodeURIComponent(id)}` : href;
}

function dueInWords(due: string, now: string): string {
  const days = Math.round((Date.parse(due) - Date.parse(now.slice(0, 10))) / 86_400_000);
  const when = days === 0 ? "today" : days > 0 ? `in ${days} d` : `${-days} d ago`;
  return `${day(due)}, ${when}`;
}
