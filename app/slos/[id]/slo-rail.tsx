import Link from "next/link";
import { BREACH_KIND_WORDS } from "@/app/_parts/breach-words";
import { observed } from "@/app/_parts/coverage";
import { DecisionTag } from "@/app/_parts/decision-tag";
import { VerdictShape } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { duration, theWindow } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import { briefly, day, dueInWords } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";
import { ExclusionsPanel } from "./exclusions-panel";
import { HowCounted } from "./how-counted";
import { LintPanel } from "./lint-panel";
import { TargetTimeline } from "./target-timeline";

const SHOWN = 8;

export function SloRail({ view }: { view: SloView }) {
  return (
    <div className="stack">
      <Why view={view} />
      <TargetTimeline view={view} />
      <Breaches view={view} />
      <ExclusionsPanel view={view} />
      <HowCounted view={view} />
      <LintPanel view={view} />
    </div>
  );
}

function Why({ view }: { view: SloView }) {
  const { row, decisionStatement, decisionStatus, drift, fileDrift, record, now } = view;
  return (
    <section className="panel" aria-labelledby="why">
      <div className="ph">
        <h2 id="why">Why this number</h2>
      </div>
      <div className="pb">
        {decisionStatement && <blockquote className="quote">“{decisionStatement}”</blockquote>}
        {row.decision === null ? (
          <p className="soft">No decision is named for this target. An annotation in its file can name one.</p>
        ) : (
          <DecisionTag decision={row.decision} />
        )}
        <dl className="kv">
          <div>
            <dt>Target</dt>
            <dd>
              {row.targetStatement} over {theWindow(row.window)}
            </dd>
          </div>
          {row.nextTarget && (
            <div>
              <dt>
                {row.nextTarget.holds ? "Since" : "From"} {briefly(row.nextTarget.inForceFrom, now)}
              </dt>
              <dd>
                {row.nextTarget.statement} over {theWindow(row.nextTarget.window)}
              </dd>
            </div>
          )}
          {fileDrift && (
            <div>
              <dt>Drift from the file</dt>
              <dd>{fileDrift}</dd>
            </div>
          )}
          {row.decision && (
            <>
              <div>
                <dt>Status</dt>
                <dd className="cap">
                  {decisionStatus ?? "not stated"}
                  {record?.date && `, ${day(record.date)}`}
                </dd>
              </div>
              {record?.confidence && (
                <div>
                  <dt>Confidence</dt>
                  <dd className="cap">
                    <Confidence level={record.confidence} />
                  </dd>
                </div>
              )}
              {record?.owner && (
                <div>
                  <dt>Owner</dt>
                  <dd>{record.owner}</dd>
                </div>
              )}
              {record?.reviewDue && (
                <div>
                  <dt>Revisit</dt>
                  <dd>{dueInWords(record.reviewDue, now)}</dd>
                </div>
              )}
              <div>
                <dt>Drift</dt>
                <dd>{drift ?? "None"}</dd>
              </div>
            </>
          )}
        </dl>
      </div>
    </section>
  );
}

const LEVELS = ["low", "medium", "high"];

/** Three steps where the record uses these words; what else it says stands as it is. */
function Confidence({ level }: { level: string }) {
  const steps = LEVELS.indexOf(level.toLowerCase()) + 1;
  return (
    <>
      {steps > 0 && (
        <span className="conf" aria-hidden="true">
          {LEVELS.map((each, i) => (
            <i key={each} className={i < steps ? undefined : "o"} />
          ))}
        </span>
      )}
      {capital(level)}
    </>
  );
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function Breaches({ view: { breaches, now } }: { view: SloView }) {
  return (
    <section className="panel" aria-labelledby="breaches">
      <div className="ph">
        <h2 id="breaches">Breaches</h2>
        {breaches.length > SHOWN && (
          <span className="r muted">
            newest {SHOWN} of {count(breaches.length)}
          </span>
        )}
      </div>
      <div className="pb">
        {breaches.length === 0 ? (
          <p className="soft">None is known.</p>
        ) : (
          <ul className="brl">
            {breaches.slice(0, SHOWN).map((breach) => (
              <li key={breach.id}>
                <VerdictShape verdict="breached" />
                <div>
                  <Link className="plain" href={`/breaches/${breach.id}`}>
                    {briefly(breach.openedAt, now)}
                  </Link>
                  <small>
                    {BREACH_KIND_WORDS[breach.kind]}
                    {breach.origin === "backfill" && ", found in history"}
                  </small>
                </div>
                <span>
                  {breach.closedAt === null ? "open, " : ""}
                  {duration(breach.durationSeconds)}
                  {breach.budgetSpent !== null && <small>{percent(breach.budgetSpent)} of budget</small>}
                  <small>{observed(breach.coverage)}</small>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
