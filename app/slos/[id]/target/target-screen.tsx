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
} from "./draft";
import { standingOf } from "./loosening";
import { LostRace, staleIn } from "./lost-race";
import { SaveBar } from "./save-bar";
import { TargetForm } from "./target-form";
import { TriedChart } from "./tried-chart";
import { useWhatIf } from "./use-what-if";
import { resultWords } from "./words";
import "../slo.css";
import "./target.css";

export function TargetScreen({ initial, again }: { initial: TargetEditorView; again: number | null }) {
  const id = initial.slo.id;
  const view = useScreen(screens.target(id), initial);
  const router = useRouter();
  const queries = useQueryClient();
  /** null: nothing is typed, and the form says what is in force. */
  const [typed, setTyped] = useState<Draft | null>(() => firstDraft(initial, again));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const [proposed, setProposed] = useState(false);
  const { slo, target, inForce } = view;
  const begun = draftFrom(inForce, target.etag);
  const draft = typed ?? begun;

  // The server knows nothing of what this browser keeps.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was kept is taken up once.
  useEffect(() => {
    const found = again === null ? kept(id, begun) : null;
    if (found) setTyped(found);
  }, []);

  const { terms, faults: wrong } = readTerms(draft, slo.kind);
  const tried = useWhatIf(id, terms, view.tried);
  const standing = standingOf(draft, view, tried.view);
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
    keep(id, next);
  };
  const discard = (): void => {
    setTyped(null);
    setProblem(null);
    forget(id);
  };

  const save = async (etag: string): Promise<void> => {
    if (terms === null || sending) return;
    setSending(true);
    setProblem(null);
    const body = changeOf(draft, terms, standing.drifts);
    const address = `/api/v1/slos/${encodeURIComponent(id)}`;
    try {
      if (view.may === "edit") {
        await send("PUT", `${address}/target`, body, { "if-match": etag });
        forget(id);
        await queries.invalidateQueries({ queryKey: ["screen"] });
        router.push(`/slos/${encodeURIComponent(id)}#history`);
      } else {
        await send("POST", `${address}/proposals`, body);
        discard();
        setProposed(true);
      }
    } catch (error) {
      setProblem(problemIn(error as Error));
    } finally {
      setSending(false);
    }
  };

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
            <Link href={signIn(id)}>sign in</Link>. What you type stays.
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
          onKeep={() => {
            change({ etag: stale.etag });
            void save(stale.etag);
          }}
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
          <Comparison slo={slo} view={tried.view} inForceThreshold={inForce.threshold} asking={tried.asking} />
          {tried.view.tried && (
            <TriedChart slo={slo} target={target} inForce={inForce} view={tried.view} tried={tried.view.tried} />
          )}
          <BreachesByBoth view={tried.view} asking={tried.asking} />
          <LintPanel view={tried.view} />
        </div>
      </div>
      <SaveBar
        words={
          terms === null
            ? "Something that is typed cannot be read yet."
            : isTouched
              ? resultWords(slo, next(target), terms, effectiveFrom(draft))
              : `Nothing is changed yet: ${inForce.statement} over ${theWindow(inForce.window)}.`
        }
        act={readOnly ? "none" : view.may === "edit" ? (standing.drifts && isTouched ? "drift" : "save") : view.may}
        signIn={signIn(id)}
        ready={terms !== null && isTouched && !sending && !(standing.refused && view.may === "edit")}
        touched={isTouched}
        more={<CopyOpenSlo id={id} terms={terms} decision={draft.decision} />}
        onSave={() => void save(draft.etag)}
        onDiscard={discard}
      />
    </div>
  );
}

/** The number that the next version gets: cancelled ones keep theirs. */
const next = (target: TargetEditorView["target"]): number => (target.versions[0]?.version ?? 0) + 1;

const signIn = (id: string): string => `/sign-in?to=${encodeURIComponent(`/slos/${encodeURIComponent(id)}/target`)}`;

/** The form's name of a field that the API names. */
const named = (field: string): string => (field === "effectiveFrom" ? "from" : (field.split(".")[0] ?? field));
