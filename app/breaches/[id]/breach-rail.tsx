import Link from "next/link";
import { Bob } from "@/app/_parts/bob";
import { DecisionTag } from "@/app/_parts/decision-tag";
import { Icon } from "@/app/_parts/icons";
import { VerdictShape } from "@/app/_parts/verdict";
import { windowInWords } from "@/lib/format/duration";
import { briefly, dayAndTime } from "@/lib/format/time";
import type { BreachView } from "@/lib/views/breach";

export function BreachRail({ view }: { view: BreachView }) {
  return (
    <div className="stack">
      <Decision view={view} />
      <Timeline view={view} />
      <GoOn view={view} />
    </div>
  );
}

function Decision({ view: { decision, target, slo } }: { view: BreachView }) {
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
              <span className="dtag mono commit" title={decision.adrCommit}>
                <Icon name="commit" />
                <span>{decision.adrCommit.slice(0, 7)}</span>
              </span>
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
            <div>
              <dt>Status</dt>
              <dd className="cap">{decision.status ?? "not stated"}</dd>
            </div>
          )}
          {decision?.nowDiffers && (
            <div>
              <dt>Since then</dt>
              <dd>{decision.nowDiffers}</dd>
            </div>
          )}
        </dl>
      </div>
    </section>
  );
}

const SHAPES = {
  opened: <VerdictShape verdict="breached" />,
  closed: <VerdictShape verdict="met" />,
  target: <Icon name="pin" size={12} />,
  "other-breach": <VerdictShape verdict="at-risk" />,
};

function Timeline({ view: { timeline, row, now, sentence } }: { view: BreachView }) {
  return (
    <section className="panel" aria-labelledby="timeline">
      <div className="ph">
        <h2 id="timeline">Timeline</h2>
      </div>
      <div className="pb">
        <ol className="tl">
          {timeline.map((event) => (
            <li key={`${event.at} ${event.what}`} className={event.kind}>
              <time dateTime={event.at} title={dayAndTime(event.at)}>
                {briefly(event.at, now)}
              </time>
              <i>{SHAPES[event.kind]}</i>
              <div>
                {event.what}
                {event.detail && <p>{event.detail}</p>}
              </div>
            </li>
          ))}
          {row.closedAt === null && (
            <li className="now">
              <time dateTime={now}>{briefly(now, now)}</time>
              <i>
                <Bob width={8} />
              </i>
              <div>
                Open<span className="sr">: {sentence}</span>
              </div>
            </li>
          )}
        </ol>
      </div>
    </section>
  );
}

function GoOn({ view: { runbook, queries, slo } }: { view: BreachView }) {
  return (
    <section className="panel" aria-labelledby="go-on">
      <div className="ph">
        <h2 id="go-on">Go on</h2>
      </div>
      <ul className="go">
        {runbook && (
          <li>
            <a href={runbook} target="_blank" rel="noreferrer">
              <Icon name="book" />
              Runbook
            </a>
          </li>
        )}
        {queries.map(
          (query) =>
            query.href && (
              <li key={query.label}>
                <a href={query.href} target="_blank" rel="noreferrer">
                  <Icon name="out" />
                  Query in Prometheus<span>{query.label}</span>
                </a>
              </li>
            ),
        )}
        <li>
          <Link href={`/slos/${encodeURIComponent(slo.id)}`}>
            <Icon name="chevron" />
            {slo.name}
            <span>all figures</span>
          </Link>
        </li>
      </ul>
    </section>
  );
}
