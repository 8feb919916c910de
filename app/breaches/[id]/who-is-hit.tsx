"use client";
import { useId, useState } from "react";
import { Icon } from "@/app/_parts/icons";
import { ProblemNote } from "@/app/_parts/problem-note";
import { SignInLink } from "@/app/_parts/sign-in-link";
import { count } from "@/lib/format/count";
import { briefly } from "@/lib/format/time";
import type { BreachView } from "@/lib/views/breach";
import type { ContributionView } from "@/lib/views/contribution";
import { ContributionTable, liftInWords } from "./contribution-table";
import { ContributionTwin } from "./contribution-twin";
import { useContribution } from "./use-contribution";
import "./who-is-hit.css";

type Kept = NonNullable<ContributionView["kept"]>;

/** Which routes, regions and the like carry the breach; asked of the engine where somebody wants to know. */
export function WhoIsHit({ view: { row, contribution, now } }: { view: BreachView }) {
  const { view, problem, ask, cancel } = useContribution(row.id, contribution);
  const [twin, setTwin] = useState(false);
  const id = useId();
  const { kept, running, cannot, mayAsk } = view;
  return (
    <section className="panel hit" aria-labelledby={`${id}h`}>
      <div className="ph">
        <h2 id={`${id}h`}>Who is hit</h2>
        <span className="r noprint">
          {kept && <span className="muted">{askedInWords(kept, now)}</span>}
          {kept && mayAsk && cannot === null && running === null && (
            <button type="button" className="link" onClick={() => void ask()}>
              Ask again
            </button>
          )}
          {kept && (
            <button
              type="button"
              className="link"
              aria-expanded={twin}
              aria-controls={`${id}t`}
              onClick={() => setTwin(!twin)}
            >
              Table
            </button>
          )}
        </span>
      </div>
      {kept && <Verdict kept={kept} bad={view.bad} />}
      <div className="pb">
        <div aria-live="polite">{running && <Running running={running} mayAsk={mayAsk} cancel={cancel} />}</div>
        <ProblemNote problem={problem} />
        {running === null && view.error !== null && view.state !== "done" && <Ended view={view} />}
        {kept && cannot !== null && <p className="hint">It cannot be asked again: {cannot}.</p>}
        {kept ? (
          <Tables kept={kept} bad={view.bad} />
        ) : (
          running === null && <Nothing view={view} ask={() => void ask()} />
        )}
        {kept && (
          <div id={`${id}t`} className="twin" hidden={!twin}>
            {twin && <ContributionTwin tables={kept.tables} bad={view.bad} />}
          </div>
        )}
      </div>
    </section>
  );
}

const askedInWords = ({ askedAt, tookSeconds }: Kept, now: string): string =>
  `asked ${briefly(askedAt, now)}, ${tookSeconds.toFixed(1)}\u202fs`;

function Verdict({ kept, bad }: { kept: Kept; bad: string }) {
  return (
    <p className="sum">
      Ranked by what each carries of the {bad} beyond its share of the traffic,{" "}
      {kept.span === null ? "while the breach was open" : `in ${kept.span} of the breach`}.{" "}
      {kept.isPartial && "Answered in part: "}
      <b>{kept.verdictWords}</b>
    </p>
  );
}

function Running({
  running,
  mayAsk,
  cancel,
}: {
  running: NonNullable<ContributionView["running"]>;
  mayAsk: boolean;
  cancel: () => Promise<void>;
}) {
  const { answered, questions, author } = running;
  return (
    <div className="asking" role="status">
      <p>
        <b>Asking the engine.</b> {count(answered)} of {count(questions)} questions answered, begun by {author}.
      </p>
      <progress value={answered} max={Math.max(1, questions)} aria-label="Questions answered" />
      {mayAsk && (
        <button type="button" className="btn sm" onClick={() => void cancel()}>
          Cancel
        </button>
      )}
    </div>
  );
}

function Ended({ view: { state, error, kept } }: { view: ContributionView }) {
  return (
    <div className="ban">
      <Icon name="warning" />
      <p>
        <b>{state === "cancelled" ? "The last time was cancelled." : "The engine did not say who is hit."}</b> {error}
        {kept && " What was kept before stands below."}
      </p>
    </div>
  );
}

function Nothing({ view: { cannot, mayAsk, bad }, ask }: { view: ContributionView; ask: () => void }) {
  if (cannot !== null) return <p className="soft">This breach cannot be broken down by labels: {cannot}.</p>;
  return (
    <div className="unasked">
      <p className="soft">
        Nobody has asked yet. The engine is asked for the {bad} and the traffic by every label and pair of labels that
        the series carry; what it answers is kept with the breach.
      </p>
      {mayAsk ? (
        <button type="button" className="btn" onClick={ask}>
          Ask who is hit
        </button>
      ) : (
        <p className="hint">
          <SignInLink /> to ask.
        </p>
      )}
    </div>
  );
}

function Tables({ kept, bad }: { kept: Kept; bad: string }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const id = useId();
  const tables = kept.tables.map((table) => ({ ...table, name: table.labels.join(" × ") }));
  const table = tables.find(({ name }) => name === chosen) ?? tables[0];
  if (!table) return <NoLabels kept={kept} />;
  const at = tables.indexOf(table);
  const move = (by: number): void => {
    const next = tables[(at + by + tables.length) % tables.length];
    if (!next) return;
    setChosen(next.name);
    document.getElementById(`${id}${next.name}`)?.focus();
  };
  return (
    <>
      <div
        className="seg tabs"
        role="tablist"
        aria-label="Labels"
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          move(by);
        }}
      >
        {tables.map(({ name, rows, isConsequence }) => (
          <button
            key={name}
            id={`${id}${name}`}
            type="button"
            role="tab"
            aria-selected={name === table.name}
            aria-controls={`${id}p`}
            tabIndex={name === table.name ? 0 : -1}
            onClick={() => setChosen(name)}
          >
            {name} <span>{isConsequence ? "follows" : liftInWords(rows[0]?.lift ?? null)}</span>
          </button>
        ))}
      </div>
      <div id={`${id}p`} role="tabpanel" aria-labelledby={`${id}${table.name}`}>
        {table.isConsequence && (
          <p className="hint">
            <code>{table.name}</code> says whether an event is bad, so it follows from the fault and explains nothing.
          </p>
        )}
        <ContributionTable table={table} bad={bad} standsOut={at === 0 && hasCulprit(kept)} />
        <Hints kept={kept} folded={table.folded} isPair={table.labels.length > 1} bad={bad} />
      </div>
    </>
  );
}

const hasCulprit = ({ verdict }: Kept): boolean => verdict === "value" || verdict === "pair" || verdict === "several";

function NoLabels({ kept }: { kept: Kept }) {
  return (
    <>
      <p className="soft">The series of this SLO carry no label that tells its events apart.</p>
      <Hints kept={kept} folded={0} isPair={false} bad="" />
    </>
  );
}

function Hints({ kept, folded, isPair, bad }: { kept: Kept; folded: number; isPair: boolean; bad: string }) {
  const alone = kept.notAsked.filter(({ why }) => why === "one value only");
  const others = kept.notAsked.filter(({ why }) => why !== "one value only");
  const asked = new Set(kept.tables.flatMap(({ labels }) => labels)).size;
  return (
    <p className="hint foot">
      {folded > 0 && `${count(folded)} ${isPair ? "pairs" : "values"} below 1\u202f% of the ${bad} are folded. `}
      {asked > 0 && `${count(asked)} ${asked === 1 ? "label was" : "labels were"} asked. `}
      {others.map(({ label, why }) => (
        <span key={label}>
          <code>{label}</code> was not: {why}.{" "}
        </span>
      ))}
      {alone.length > 0 && (
        <>
          {alone.map(({ label }, i) => (
            <span key={label}>
              {i === 0 ? "" : i === alone.length - 1 ? " and " : ", "}
              <code>{label}</code>
            </span>
          ))}{" "}
          {alone.length === 1 ? "has" : "have"} one value only.{" "}
        </>
      )}
      {kept.isCompared && `Who stands out was compared with ${kept.comparedWith}. `}
      {kept.unanswered.map((what) => (
        <span key={what}>Not answered: {what}. </span>
      ))}
      Kept with the breach as a snapshot.
    </p>
  );
}
