"use client";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Crumbs } from "@/app/_parts/crumbs";
import { Empty } from "@/app/_parts/empty";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, send } from "@/app/_send";
import { count } from "@/lib/format/count";
import type { DecisionOption } from "@/lib/views/decision-options";
import type { PackOffer } from "@/lib/views/pack-offers";
import type { PacksView } from "@/lib/views/packs";
import { SelectField } from "../new/field";
import { bodyOf, type Choice, type Choices, choiceOf, chosenOf, issuesOf } from "./choice";
import { OtherSources, SourcePanel } from "./source-panel";
import { usePacks } from "./use-packs";
import "./packs.css";

/** What the engine has that SLOs can be made of at a stroke. */
export function PacksScreen({ decisions }: { decisions: readonly DecisionOption[] }) {
  const [engine, setEngine] = useState("");
  // Those that there are stay, while another one is asked.
  const engines = usePacks().view?.engines ?? [];
  const { view, problem, again } = usePacks(engine);
  return (
    <div className="readymade">
      <Crumbs to={[{ href: "/slos", text: "SLOs" }]} here="Ready-made" />
      <div className="head">
        <div>
          <h1>Ready-made SLOs</h1>
          <p className="lede">
            What the engine has of caches, CDNs and HTTP servers, with what it showed lately. Choose, adjust the
            objective, and all are made in one step.
          </p>
        </div>
      </div>
      {engines.length > 1 && (
        <SelectField
          label="Engine"
          name="engine"
          value={engine}
          onChange={setEngine}
          options={engines.map((name, i) => [i === 0 ? "" : name, name] as const)}
          issue={null}
        />
      )}
      <Standing view={view} problem={problem} again={again} />
      {view?.asked && <Offers key={view.engine} view={view} decisions={decisions} again={again} />}
    </div>
  );
}

type StandingProps = { view: PacksView | null; problem: Problem | null; again: () => Promise<void> };

/** Why there is nothing to choose from, or not yet. */
function Standing({ view, problem, again }: StandingProps) {
  const askAgain = (
    <button type="button" className="btn sm" onClick={() => void again()}>
      Ask again
    </button>
  );
  if (view === null && problem === null)
    return (
      <p className="hint" role="status">
        The engine is asked which metrics it has. That may take some seconds.
      </p>
    );
  if (view === null)
    return (
      <>
        <ProblemNote problem={problem} />
        {askAgain}
      </>
    );
  if (view.engineProblem !== null)
    return (
      <Told title="It is not known what the engine has">
        <p>{view.engineProblem}</p>
        <p className="soft">
          {view.engines.length > 1 ? "ENGINES_FILE names the engines." : "PROMETHEUS_URL names the engine."} An SLO can
          be made all the same: <Link href="/slos/new">New SLO</Link>.
        </p>
        <p>{askAgain}</p>
      </Told>
    );
  if (!view.asked)
    return (
      <Told title="This is for editors">
        <p>The engine is asked for those who may make SLOs: sign in as an editor, or ask an admin to be made one.</p>
        <p>
          <a className="btn" href="/sign-in?to=%2Fslos%2Fpacks">
            Sign in
          </a>
        </p>
      </Told>
    );
  if (view.offers.length === 0)
    return (
      <Told title="Nothing was found that is ready-made">
        <p>
          The engine answered, and has none of the metrics below whole. Write PromQL of your own:{" "}
          <Link href="/slos/new">New SLO</Link>.
        </p>
        <p>{askAgain}</p>
      </Told>
    );
  return null;
}

const Told = ({ title, children }: { title: string; children: ReactNode }) => (
  <div role="status">
    <Empty title={title}>{children}</Empty>
  </div>
);

/** What is not listed, and how it is promised all the same. */
function Cut({ cut: { rows, metrics } }: { cut: NonNullable<PacksView["cut"]> }) {
  return (
    <section className="ban" aria-label="Not all jobs are listed">
      <div>
        <p>
          <b>The list was cut at {count(rows)} metrics and jobs.</b>{" "}
          {metrics.length === 0
            ? "No metric has more jobs than are listed here."
            : "Of these metrics not every job is listed:"}
        </p>
        {metrics.length > 0 && (
          <>
            <ul>
              {metrics.map(({ metric, jobs, listed }) => (
                <li key={metric}>
                  <span className="mono">{metric}</span>: {count(listed)} of {count(jobs)} jobs
                </li>
              ))}
            </ul>
            <p>
              For a job that is missing, choose the same start under <Link href="/slos/new">New SLO</Link> and write its
              job into the queries.
            </p>
          </>
        )}
      </div>
    </section>
  );
}

type OffersProps = { view: PacksView; decisions: readonly DecisionOption[]; again: () => Promise<void> };

function Offers({ view, decisions, again }: OffersProps) {
  const [choices, setChoices] = useState<Choices>({});
  const [decision, setDecision] = useState("");
  const [sent, setSent] = useState<readonly PackOffer[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<readonly string[]>([]);
  const chosen = chosenOf(choices, view.offers);
  const there = view.items.filter(({ found }) => found === true).map(({ id }) => id);
  const found = view.sources.filter(({ packs }) => packs.some((pack) => there.includes(pack)));
  const issues = issuesOf(problem, sent);

  const change = (offer: PackOffer, changes: Partial<Choice>): void => {
    setChoices((before) => ({ ...before, [offer.id]: { ...choiceOf(before, offer), ...changes } }));
    setProblem(null);
    setMade([]);
  };
  async function make(): Promise<void> {
    setBusy(true);
    setProblem(null);
    setSent(chosen);
    try {
      const answer = await send<{ made: string[] }>("POST", "/api/v1/packs", bodyOf(choices, chosen, decision));
      setMade(answer.made);
      setChoices({});
      await again();
    } catch (error) {
      setProblem(problemIn(error as Error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      {view.cut !== null && <Cut cut={view.cut} />}
      {found.map((source) => (
        <SourcePanel
          key={source.id}
          source={source}
          packs={view.items.filter(({ id }) => source.packs.includes(id))}
          offers={view.offers.filter(({ pack }) => source.packs.includes(pack))}
          choices={choices}
          issues={issues}
          onChange={change}
        />
      ))}
      <OtherSources sources={view.sources.filter((source) => !found.includes(source))} packs={view.items} />
      <div className="save">
        <div className="say">
          <ProblemNote problem={problem} />
          <p role="status">
            {made.length > 0 ? (
              <>
                <b>{made.length === 1 ? "1 SLO was made" : `${made.length} SLOs were made`}</b>; what the engine holds
                of the time before is counted now. <Link href="/slos">See them in the list</Link>
              </>
            ) : chosen.length === 0 ? (
              "None is chosen yet."
            ) : (
              `${chosen.length} chosen: ${chosen.map(({ name }) => name).join(", ")}.`
            )}
          </p>
        </div>
        <SelectField
          label="Decision behind them"
          name="decision"
          value={decision}
          onChange={setDecision}
          options={[["", "No decision"], ...decisions.map(({ path, id, label }) => [`${path}#${id}`, label] as const)]}
          issue={null}
        />
        <button type="button" className="btn pri" disabled={busy || chosen.length === 0} onClick={() => void make()}>
          Create {chosen.length} {chosen.length === 1 ? "SLO" : "SLOs"}
        </button>
      </div>
    </>
  );
}
