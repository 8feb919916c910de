"use client";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Crumbs } from "@/app/_parts/crumbs";
import { Icon } from "@/app/_parts/icons";
import { ProblemNote } from "@/app/_parts/problem-note";
import { screens } from "@/app/_queries";
import { type Problem, problemIn, send } from "@/app/_send";
import { useScreen } from "@/app/_use-screen";
import { theWindow } from "@/lib/format/duration";
import { day } from "@/lib/format/time";
import type { TargetDraft, TargetTerms } from "@/lib/slo/target-draft";
import type { TargetEditorView } from "@/lib/views/target-editor";
import { LintPanel } from "../lint-panel";
import { BreachesByBoth } from "./breaches-by-both";
import { Comparison } from "./comparison";
import { CopyOpenSlo } from "./copy-openslo";
import {
  changeOf,
  type Draft,
  draftFrom,
  effectiveFrom,
  type Faults,
  firstDraft,
  forget,
  keep,
  kept,
  readTerms,
  trialOf,
} from "./draft";
import { standingOf } from "./loosening";
import { LostRace, type Stale, staleIn } from "./lost-race";
import { SaveBar } from "./save-bar";
import { TargetForm } from "./target-form";
import { TriedChart } from "./tried-chart";
import { useWhatIf, whatIfQuery } from "./use-what-if";
import { resultWords } from "./words";
import "../slo.css";
import "./target.css";

type Props = {
  initial: TargetEditorView;
  again: number | null;
  chosen: Draft["decision"];
  /** The revisit that it was asked for in; null: the SLO's page. */
  back: string | null;
};

export function TargetScreen({ initial, again, chosen, back }: Props) {
  const id = initial.slo.id;
  const view = useScreen(screens.target(id), initial);
  const router = useRouter();
  const queries = useQueryClient();
  /** null: nothing is typed, and the form says what is in force. */
  const [typed, setTyped] = useState<Draft | null>(() => firstDraft(initial, again, chosen));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const [proposed, setProposed] = useState(false);
  const { slo, target, inForce } = view;
  const begun = draftFrom(inForce, target.etag);
  const draft = typed ?? begun;

  // The server knows nothing of what this browser keeps.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was kept is taken up once.
  useEffect(() => {
    const found = kept(id, again, begun);
    if (found) setTyped(typed !== null && chosen !== null ? { ...found, decision: typed.decision } : found);
  }, []);

  const { terms, faults: wrong } = readTerms(draft, slo.kind);
  const trial = terms && trialOf(draft, terms);
  const tried = useWhatIf(id, trial, target.etag, view.tried);
  // Whether what could not be tried loosens the target is not known.
  const standing = standingOf(draft, view, tried.state === "behind" ? null : tried.view);
  const isKnown = view.may === "edit" ? tried.state === "answered" && !standing.refused : tried.state !== "asking";
  const untried = (tried.problem?.issues ?? []).length === 0 ? tried.problem : null;
  const said = [...(problem?.issues ?? []), ...(tried.problem?.issues ?? [])];
  const faults: Faults = { ...Object.fromEntries(said.map(({ field, message }) => [named(field), message])), ...wrong };
  const isTouched = JSON.stringify({ ...draft, etag: "" }) !== JSON.stringify({ ...begun, etag: "" });
  const stale = staleIn(problem);
  const readOnly = target.locked;

  const change = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part };
    setTyped(next);
    setProblem(stale ? problem : null);
    setProposed(false);
    keep(id, again, next);
  };
  const discard = (): void => {
    setTyped(null);
    setProblem(null);
    forget(id);
  };

  const address = `/api/v1/slos/${encodeURIComponent(id)}`;
  const put = async (body: TargetDraft, etag: string): Promise<void> => {
    await send("PUT", `${address}/target`, body, { "if-match": etag });
    forget(id);
    await queries.invalidateQueries({ queryKey: ["screen"] });
    router.push(back ?? `/slos/${encodeURIComponent(id)}#history`);
  };
  const acting = async (act: (terms: TargetTerms) => Promise<void>): Promise<void> => {
    if (terms === null || sending) return;
    setSending(true);
    setProblem(null);
    try {
      await act(terms);
    } catch (error) {
      setProblem(problemIn(error as Error));
    } finally {
      setSending(false);
    }
  };
  const save = (): Promise<void> =>
    acting(async (read) => {
      const body = changeOf(draft, read, standing.drifts);
      if (view.may === "edit") return put(body, draft.etag);
      await send("POST", `${address}/proposals`, body);
      discard();
      setProposed(true);
    });
  /** What loosens nothing of the old state may loosen the new one: that is shown before it is saved. */
  const keepMine = ({ etag }: Stale): Promise<void> =>
    acting(async (read) => {
      const there = await queries.fetchQuery({ ...screens.target(id), staleTime: 0 });
      const asked = JSON.stringify(trialOf(draft, read));
      const anew = await queries.fetchQuery(whatIfQuery(id, there.target.etag, there.tried.tried?.to ?? null, asked));
      const { drifts, refused } = standingOf(draft, there, anew);
      const rebased = { ...draft, etag };
      setTyped(rebased);
      keep(id, again, rebased);
      if (!refused && (!drifts || standing.drifts)) await put(changeOf(draft, read, drifts), etag);
    });

  return (
    <div className="slo target">
      <Crumbs
        to={[
          { href: "/slos", text: "SLOs" },
          { href: `/slos/${encodeURIComponent(id)}`, text: slo.name },
        ]}
        here="Edit target"
      />
      <div className="head">
        <div>
          <h1>Edit target</h1>
          <p className="lede">
            {slo.name}, <span className="mono">{slo.service}</span>. In force:{" "}
            <b>
              v{target.inForce}, {inForce.statement} over {theWindow(inForce.window)}
            </b>
            , since {day(inForce.since)}. Saving adds v{next(target)}; nothing before it changes.
          </p>
        </div>
      </div>
      {readOnly && (
        <p className="ban">
          <Icon name="lock" />
          <span>
            <b>The file locks this target.</b> It is changed in <span className="mono">{target.lockedBy}</span>, and
            holds from the next start on. What it would come to can be tried here.
          </span>
        </p>
      )}
      {view.may === "sign-in" && !readOnly && (
        <p className="ban">
          <Icon name="lock" />
          <span>
            <b>You are not signed in.</b> Anything can be tried; to save or to propose it,{" "}
            <Link href={signIn(id, again)}>sign in</Link>. What you type stays.
          </span>
        </p>
      )}
      {view.may === "propose" && !readOnly && (
        <p className="ban">
          <Icon name="document" />
          <span>
            <b>You may propose.</b> An editor of {slo.service} finds it on Today and decides.
          </span>
        </p>
      )}
      {stale && problem && (
        <LostRace
          problem={problem}
          stale={stale}
          onKeep={() => void keepMine(stale)}
          onTake={() => {
            discard();
            void queries.invalidateQueries({ queryKey: ["screen"] });
          }}
        />
      )}
      {!stale && (problem?.issues ?? []).length === 0 && <ProblemNote problem={problem} />}
      {proposed && (
        <p className="ban" role="status">
          <Icon name="document" />
          <span>
            <b>Proposed.</b> It waits on <Link href="/">Today</Link> until an editor decides.
          </span>
        </p>
      )}
      <div className="ed">
        <TargetForm
          view={view}
          tried={tried.view}
          draft={draft}
          terms={terms}
          faults={faults}
          standing={standing}
          disabled={false}
          onChange={change}
        />
        <div className="wi">
          {untried && <ProblemNote problem={untried} />}
          <Comparison slo={slo} view={tried.view} inForceThreshold={inForce.threshold} state={tried.state} />
          {tried.view.tried && (
            <TriedChart slo={slo} target={target} inForce={inForce} view={tried.view} tried={tried.view.tried} />
          )}
          <BreachesByBoth view={tried.view} dim={tried.state !== "answered"} />
          <LintPanel view={tried.view} />
        </div>
      </div>
      <SaveBar
        words={
          terms === null
            ? "Something that is typed cannot be read yet."
            : untried && isTouched
              ? "It could not be tried, so it is not known yet whether it loosens the target."
              : isTouched
                ? resultWords(slo, next(target), terms, effectiveFrom(draft))
                : `Nothing is changed yet: ${inForce.statement} over ${theWindow(inForce.window)}.`
        }
        act={readOnly ? "none" : view.may === "edit" ? (standing.drifts && isTouched ? "drift" : "save") : view.may}
        signIn={signIn(id, again)}
        ready={terms !== null && isTouched && !sending && isKnown}
        touched={isTouched}
        more={<CopyOpenSlo id={id} terms={terms} decision={draft.decision} />}
        onSave={() => void save()}
        onDiscard={discard}
      />
    </div>
  );
}

/** The number that the next version gets: cancelled ones keep theirs. */
const next = (target: TargetEditorView["target"]): number => (target.versions[0]?.version ?? 0) + 1;

const signIn = (id: string, again: number | null): string =>
  `/sign-in?to=${encodeURIComponent(`/slos/${encodeURIComponent(id)}/target${again === null ? "" : `?again=${again}`}`)}`;

/** The form's name of a field that the API names. */
const named = (field: string): string => (field === "effectiveFrom" ? "from" : (field.split(".")[0] ?? field));
