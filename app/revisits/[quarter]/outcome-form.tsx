"use client";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { keepAt, keptAt } from "@/app/_kept";
import { useKeys } from "@/app/_keys/keys";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, send } from "@/app/_send";
import { isSettled, OUTCOME_WORDS, OUTCOMES, type Outcome } from "@/lib/adr/outcome";
import type { DecisionScreenView, RevisitView } from "@/lib/views/revisit";
import { Back, type Place } from "./back";
import "./outcome-form.css";

const HINTS: Record<Outcome, string> = {
  keep: "new date only",
  tighten: "opens the editor",
  relax: "opens the editor",
  supersede: "drafts an ADR",
  retire: "patches its status",
  "need-data": "says which, by when",
};

type Draft = {
  outcome: Outcome | "";
  reason: string;
  names: string;
  nextDue: string;
  action: string;
  owner: string;
  dueDay: string;
  title: string;
};

type Props = { view: RevisitView; decision: DecisionScreenView; before: Place; next: Place | null };

/** Six outcomes of equal weight. What is typed stays through a reload, and through somebody else's outcome. */
export function OutcomeForm({ view, decision, before, next }: Props) {
  const { outcomes, suggested } = decision;
  const queries = useQueryClient();
  const router = useRouter();
  const own = useId();
  const form = useRef<HTMLFormElement>(null);
  const key = `plumbline revisit ${view.quarter.id} ${decision.address}`;
  const blank: Draft = {
    outcome: "",
    reason: "",
    names: suggested.names.join(", "),
    nextDue: suggested.nextDue,
    action: "",
    owner: "",
    dueDay: "",
    title: "",
  };
  const [draft, setDraft] = useState<Draft>(blank);
  const [correcting, setCorrecting] = useState(false);
  /** The state that it was begun on; another one is told of before anything is recorded on top of it. */
  const [etag, setEtag] = useState(decision.etag);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isOpen = outcomes.length === 0 || correcting || problem?.status === 412;

  // The server knows nothing of what this tab keeps.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was kept is taken up once.
  useEffect(() => {
    const found = keptAt(key);
    if (!found) return;
    const texts = Object.entries(found).filter(([name, value]) => name in blank && typeof value === "string");
    setDraft({ ...blank, ...Object.fromEntries(texts) });
  }, []);

  const change = (part: Partial<Draft>): void => {
    const changed = { ...draft, ...part };
    setDraft(changed);
    keepAt(key, changed);
    if (outcomes.length === 0 && problem === null) setEtag(decision.etag);
  };
  useKeys(
    isOpen
      ? OUTCOMES.map((outcome, i) => ({
          keys: String(i + 1),
          says: OUTCOME_WORDS[outcome],
          act: () => change({ outcome }),
        }))
      : [],
  );
  const { outcome } = draft;
  const faultOf = (field: string): string | undefined =>
    problem?.issues?.find((issue) => issue.field === field || issue.field.startsWith(`${field}.`))?.message;
  const settles = outcome !== "" && isSettled(outcome);
  const [editor, ...otherEditors] = outcome === "tighten" || outcome === "relax" ? decision.targets : [];

  const record = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (outcome === "") {
      setProblem({ status: 0, detail: "No outcome is chosen.", wayOut: "Choose one of the six." });
      return;
    }
    setSending(true);
    try {
      const body = {
        decision: { path: decision.path, id: decision.id },
        outcome,
        reason: draft.reason,
        names: draft.names
          .split(",")
          .map((name) => name.trim())
          .filter(Boolean),
        nextDue: settles ? null : draft.nextDue || null,
        action: draft.action.trim() === "" ? null : { text: draft.action, owner: draft.owner, dueDay: draft.dueDay },
        title: outcome === "supersede" ? draft.title.trim() || null : null,
      };
      const { etag: now } = await send<{ etag: string }>("POST", `/api/v1/revisits/${view.quarter.id}/outcomes`, body, {
        "if-match": etag,
      });
      keepAt(key, null);
      setDraft(blank);
      setEtag(now);
      setProblem(null);
      setCorrecting(false);
      await queries.invalidateQueries({ queryKey: ["screen"] });
      if (editor && otherEditors.length === 0) router.push(editor.href);
      else if (outcome !== "supersede" && !editor && next) router.push(next.href);
    } catch (error) {
      const said = problemIn(error instanceof Error ? error : null);
      setProblem(said);
      if (said?.status === 412 && typeof said.etag === "string") setEtag(said.etag);
      await queries.invalidateQueries({ queryKey: ["screen"] });
    } finally {
      setSending(false);
    }
  };

  const field = (
    name: keyof Draft,
    label: string,
    rest: React.InputHTMLAttributes<HTMLInputElement> = {},
    at = name as string,
  ) => (
    <div className="field">
      <label htmlFor={own + name}>{label}</label>
      <input
        className="in"
        id={own + name}
        value={draft[name]}
        autoComplete="off"
        aria-invalid={faultOf(at) !== undefined}
        aria-describedby={faultOf(at) ? `${own}${name}f` : undefined}
        onChange={(event) => change({ [name]: event.target.value })}
        {...rest}
      />
      {faultOf(at) && (
        <p className="fault" id={`${own}${name}f`}>
          {label} {faultOf(at)}.
        </p>
      )}
    </div>
  );
  const words =
    editor && otherEditors.length === 0
      ? "Record and edit the target"
      : next && outcome !== "supersede" && !editor
        ? `Record and go to ${next.title}`
        : "Record the outcome";
  if (!isOpen)
    return (
      <div className="go noprint">
        <Link className="btn quiet" href={before.href}>
          <Back />
          {before.title} <kbd>←</kbd>
        </Link>
        <button
          type="button"
          className="btn quiet"
          onClick={() => {
            const held = outcomes.at(-1);
            setEtag(decision.etag);
            setCorrecting(true);
            if (held)
              setDraft({
                ...blank,
                outcome: held.outcome,
                reason: held.reason,
                names: held.names.join(", "),
                nextDue: held.nextDue ?? suggested.nextDue,
              });
          }}
        >
          Correct it
        </button>
        {next && (
          <Link className="btn pri lg" href={next.href}>
            Go to {next.title} <kbd>→</kbd>
          </Link>
        )}
      </div>
    );
  return (
    <form ref={form} className="noprint" aria-label="Outcome" onSubmit={(event) => void record(event)}>
      <fieldset className="ob">
        <legend className="sr">Outcome</legend>
        {OUTCOMES.map((each, i) => (
          <label key={each}>
            <input
              className="sr"
              type="radio"
              name={`${own}outcome`}
              value={each}
              checked={outcome === each}
              onChange={() => change({ outcome: each })}
            />
            <b>{OUTCOME_WORDS[each]}</b>
            <kbd>{i + 1}</kbd>
            <span>{HINTS[each]}</span>
          </label>
        ))}
      </fieldset>
      <div className="fm">
        <div className="field a">
          <label htmlFor={`${own}reason`}>Reason</label>
          <textarea
            className="in"
            id={`${own}reason`}
            rows={3}
            maxLength={4000}
            value={draft.reason}
            aria-invalid={faultOf("reason") !== undefined}
            aria-describedby={faultOf("reason") ? `${own}reasonf` : undefined}
            onChange={(event) => change({ reason: event.target.value })}
          />
          {faultOf("reason") && (
            <p className="fault" id={`${own}reasonf`}>
              Reason {faultOf("reason")}.
            </p>
          )}
        </div>
        {field("names", "Decided by (names, with commas)", { maxLength: 2000 })}
        {settles ? (
          <div className="field">
            <span className="lab">Next revisit</span>
            <p className="in none">none</p>
          </div>
        ) : (
          field("nextDue", "Next revisit", { type: "date" })
        )}
        {field("action", "Action, if there is one", { maxLength: 500 }, "action.text")}
        <div className="who2">
          {field("owner", "Who", { maxLength: 80 }, "action.owner")}
          {field("dueDay", "Until", { type: "date" }, "action.dueDay")}
        </div>
        {outcome === "supersede" && (
          <div className="tt">{field("title", "Title of the decision that follows", { maxLength: 120 })}</div>
        )}
      </div>
      {(problem?.issues ?? []).length === 0 && <ProblemNote problem={problem} />}
      <div className="go">
        <Link className="btn quiet" href={before.href}>
          <Back />
          {before.title} <kbd>←</kbd>
        </Link>
        <button type="submit" className="btn pri lg" disabled={sending}>
          {words} {next && !editor && outcome !== "supersede" && <kbd>→</kbd>}
        </button>
      </div>
    </form>
  );
}
