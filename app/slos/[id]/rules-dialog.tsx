"use client";
import { useEffect, useId, useState } from "react";
import { Dialog } from "@/app/_parts/dialog";
import { Icon } from "@/app/_parts/icons";
import { ProblemNote } from "@/app/_parts/problem-note";
import { type Problem, problemIn, RequestRefused } from "@/app/_send";
import { RULERS, type Ruler } from "@/lib/rules/alerting/rule";
import type { RulesView } from "@/lib/views/rules";

const NAMES: Record<Ruler, string> = {
  prometheus: "Prometheus",
  mimir: "Mimir",
  thanos: "Thanos ruler",
  vmalert: "vmalert (VictoriaMetrics)",
};

/** The recording and burn alert rules of an SLO, to be looked at, copied and taken away. */
export default function RulesDialog({ id, close }: { id: string; close: () => void }) {
  const own = useId();
  const [ruler, setRuler] = useState<Ruler>("prometheus");
  const [said, setSaid] = useState("");
  const address = `/api/v1/slos/${encodeURIComponent(id)}/rules?for=${ruler}`;
  const { read, problem } = useRules(address);
  const written = read?.slos[0];
  const refused = written?.refused ?? null;
  const text = read && refused === null ? read.text : null;
  const copy = async (): Promise<void> => {
    // Away from https and localhost a page has no clipboard.
    const done = await navigator.clipboard?.writeText(text ?? "").then(
      () => true,
      () => false,
    );
    setSaid(done ? "Copied." : "This browser lets no page copy: copy it from the field, or download it.");
  };
  return (
    <Dialog title="Alert rules" close={close} wide>
      <label className="field">
        <span className="lab">For</span>
        <select
          className="in"
          value={ruler}
          onChange={({ target }) => {
            setSaid("");
            setRuler(target.value as Ruler);
          }}
        >
          {RULERS.map((each) => (
            <option key={each} value={each}>
              {NAMES[each]}
            </option>
          ))}
        </select>
      </label>
      <ProblemNote problem={problem} />
      {refused !== null && (
        <p role="status" className="ban">
          <Icon name="warning" />
          <span>No rules can be written of it: {refused}.</span>
        </p>
      )}
      {refused === null && problem === null && (
        <>
          <label className="field" htmlFor={own}>
            <span className="lab">Rule file</span>
            <textarea
              id={own}
              className="in mono"
              rows={14}
              readOnly
              spellCheck={false}
              wrap="off"
              aria-busy={text === null}
              value={text ?? "Reading it"}
            />
          </label>
          {written && written.notes.length > 0 && (
            <ul className="notes">
              {written.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          <p className="hint">
            It counts as Plumbline does, and pages by the same windows. <code>GET {address}</code> always answers the
            newest.
          </p>
          <div className="go">
            <button type="button" className="btn pri" disabled={text === null} onClick={() => void copy()}>
              <Icon name="copy" />
              Copy rules
            </button>
            <a className="btn" href={address} download={`${id}-rules.yaml`}>
              Download
            </a>
            <span role="status" className="hint">
              {said}
            </span>
          </div>
        </>
      )}
    </Dialog>
  );
}

function useRules(address: string): { read: RulesView | null; problem: Problem | null } {
  const [answer, setAnswer] = useState<{ of: string; read: RulesView | null; problem: Problem | null } | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const answered = (read: RulesView | null, problem: Problem | null): void => {
      if (!stop.signal.aborted) setAnswer({ of: address, read, problem });
    };
    rulesAt(address, stop.signal).then(
      (read) => answered(read, null),
      (error: Error) => answered(null, problemIn(error)),
    );
    return () => stop.abort();
  }, [address]);
  // What was read of another ruler is not this one's.
  return answer?.of === address ? answer : { read: null, problem: null };
}

async function rulesAt(address: string, signal: AbortSignal): Promise<RulesView> {
  const answer = await fetch(`${address}&format=json`, { signal }).catch(() => null);
  if (answer === null)
    throw new RequestRefused({ status: 0, detail: "The server did not answer.", wayOut: "Try again in a moment." });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  throw new RequestRefused({ detail: `The server answered ${answer.status}.`, ...said, status: answer.status });
}
