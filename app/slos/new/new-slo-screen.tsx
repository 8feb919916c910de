"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Crumbs } from "@/app/_parts/crumbs";
import { type Problem, problemIn, send } from "@/app/_send";
import { theWindow } from "@/lib/format/duration";
import { objectivePercent } from "@/lib/format/percent";
import type { DraftIssue } from "@/lib/interop/slo-draft";
import type { NewSloView } from "@/lib/views/new-slo";
import { usePacks } from "../packs/use-packs";
import { Bench } from "./bench";
import { begun, bodyOf, type Draft, EMPTY, idOf, keep, kept, objectiveOf } from "./draft";
import { NameFields } from "./name-fields";
import { SliFields } from "./sli-fields";
import { rowOf, rowsOf, Start } from "./start";
import { TargetFields } from "./target-fields";
import { useCheck } from "./use-check";
import "./new-slo.css";

export function NewSloScreen({ view }: { view: NewSloView }) {
  const router = useRouter();
  const [draft, setDraft] = useState(EMPTY);
  const [ready, setReady] = useState(false);
  const [sent, setSent] = useState<"no" | "sending" | "refused" | "made">("no");
  const [refused, setRefused] = useState<Problem | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { view: asked } = usePacks(draft.engine);
  const packs = rowsOf(view.packs, asked);
  const pack = packs.find(({ id }) => id === draft.start) ?? null;
  const body = bodyOf(draft);
  const { check, refusal, behind } = useCheck(body, ready && draft.start !== null);

  // What was typed before a reload is known to the browser alone; the address may name the decision to be measured, or a pack.
  useEffect(() => {
    const terms = new URLSearchParams(location.search);
    const decision = terms.get("decision");
    const draft = { ...kept(), ...(decision === null ? {} : { decision }) };
    const named = view.packs.find(({ id }) => id === terms.get("pack"));
    setDraft(named && draft.start !== named.id ? begun(draft, rowOf(named)) : draft);
    setReady(true);
  }, [view.packs]);
  useEffect(() => {
    if (ready && sent !== "made") keep(draft);
  }, [draft, ready, sent]);

  const set = (changes: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...changes }));
    setRefused(null);
  };
  const issues = [...(refused?.issues ?? []), ...(draft.start === null ? [] : (check?.issues ?? []))];
  const issueOf = (field: string): DraftIssue | null => {
    const found = issues.find((issue) => issue.field === field);
    if (!found) return null;
    return sent === "refused" || filled(draft, field) ? found : null;
  };

  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    setSent("sending");
    setRefused(null);
    try {
      const { id } = await send<{ id: string }>("POST", "/api/v1/slos", { ...body, reason: draft.reason });
      setSent("made");
      keep(null);
      router.push(`/slos/${encodeURIComponent(id)}`);
    } catch (error) {
      const problem = problemIn(error as Error);
      setSent("refused");
      setRefused(problem);
      const first = problem?.issues?.[0]?.field;
      const field = first === undefined ? null : form.current?.elements.namedItem(first);
      if (field instanceof HTMLElement) field.focus();
    }
  }

  const share = objectiveOf(draft);
  const objective = typeof share === "number" && share > 0 && share < 1 ? share : null;
  return (
    <div className="newslo">
      <Crumbs to={[{ href: "/slos", text: "SLOs" }]} here="new" />
      <div className="head">
        <div>
          <h1>New SLO</h1>
          <p className="lede">
            What is counted, what is promised of it, and the decision behind it. It is counted from the next minute on,
            with what the engine still holds of the time before.
          </p>
        </div>
      </div>
      {draft.start === null ? (
        <Start
          packs={packs}
          asked={asked}
          onPack={(picked) => setDraft((before) => begun(before, picked))}
          onOwn={() => set({ start: "own" })}
        />
      ) : (
        <form className="ed" ref={form} onSubmit={make} noValidate>
          <div className="fm">
            <SliFields draft={draft} set={set} issueOf={issueOf} pack={pack} engines={view.engines} />
            <NameFields draft={draft} set={set} issueOf={issueOf} view={view} />
            <TargetFields
              draft={draft}
              set={set}
              issueOf={issueOf}
              check={check}
              pack={pack}
              decisions={view.decisions}
            />
          </div>
          <div className="stack" aria-busy={behind}>
            {refusal ? (
              <Closed problem={refusal} />
            ) : (
              <Bench check={check} objective={objective} counts={draft.counts} />
            )}
          </div>
          <div className="save">
            <div role="status">
              {refused ? (
                <p className="issue">
                  <b>It was not made.</b> {refused.detail} {refused.wayOut}
                </p>
              ) : (
                <p>
                  <b>{draft.name.trim() || "Without a name yet"}</b>
                  {objective !== null &&
                    `: ${check?.statement ?? `≥ ${objectivePercent(objective)}`} over ${theWindow(draft.window)}`}
                  <span className="muted"> {behind ? "Being checked." : standing(issues.length)}</span>
                </p>
              )}
            </div>
            <div className="acts">
              <button type="button" className="btn quiet" onClick={() => setDraft(EMPTY)}>
                Discard
              </button>
              <button
                type="button"
                className="btn"
                disabled={!check?.document || behind}
                onClick={() => download(check?.document ?? "", idOf(draft))}
              >
                Download OpenSLO
              </button>
              <button type="submit" className="btn pri" disabled={sent === "sending" || sent === "made"}>
                Create SLO
              </button>
            </div>
          </div>
        </form>
      )}
    </div>
  );
}

const standing = (wrong: number): string =>
  wrong === 0 ? "Nothing stands against it." : `${wrong} ${wrong === 1 ? "field is" : "fields are"} not right yet.`;

/** Whether anything was typed into a field of the body. */
function filled(draft: Draft, field: string): boolean {
  const typed: Record<string, string> = {
    "indicator.part": draft.part,
    "indicator.total": draft.total,
    "indicator.query": draft.query,
    id: idOf(draft),
    threshold: draft.bound,
    periodSeconds: draft.period,
    delaySeconds: draft.delay,
  };
  const value = typed[field] ?? draft[field as keyof Draft];
  return typeof value !== "string" || value.trim() !== "";
}

function download(document_: string, id: string): void {
  const address = URL.createObjectURL(new Blob([document_], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${id}.yaml`;
  link.click();
  URL.revokeObjectURL(address);
}

function Closed({ problem: { status, detail, wayOut } }: { problem: Problem }) {
  const title =
    status === 401 ? "Sign in to make an SLO" : status === 403 ? "This is for editors" : "It cannot be checked now";
  return (
    <section className="panel" aria-labelledby="closed">
      <div className="ph">
        <h2 id="closed">{title}</h2>
      </div>
      <div className="pb">
        <p className="soft">
          {detail} {status === 401 ? "" : wayOut} What was typed stays in this tab.
        </p>
        {status === 401 && (
          <p style={{ marginTop: 10 }}>
            <a className="btn" href="/sign-in?to=%2Fslos%2Fnew">
              Sign in
            </a>
          </p>
        )}
      </div>
    </section>
  );
}
