"use client";
import { useId } from "react";
import type { TargetTerms } from "@/lib/slo/target-draft";
import type { TargetEditorView } from "@/lib/views/target-editor";
import type { WhatIfView } from "@/lib/views/what-if";
import { DecisionBox } from "./decision-box";
import type { Draft, Faults } from "./draft";
import { LooseningNotice, type Standing } from "./loosening";
import { ObjectiveField } from "./objective-field";
import { ThresholdField } from "./threshold-field";
import { WhenFields } from "./when-fields";
import { bothForms, termsWords } from "./words";
import "./target-form.css";

type Props = {
  view: TargetEditorView;
  tried: WhatIfView;
  draft: Draft;
  terms: TargetTerms | null;
  faults: Faults;
  standing: Standing;
  disabled: boolean;
  onChange: (part: Partial<Draft>) => void;
};

export function TargetForm({ view, tried, draft, terms, faults, standing, disabled, onChange }: Props) {
  const id = useId();
  const { slo, inForce, target } = view;
  return (
    <form className="fm" aria-label="Target" onSubmit={(event) => event.preventDefault()}>
      <ObjectiveField
        value={draft.objective}
        inForce={inForce.objective}
        fault={faults.objective}
        disabled={disabled}
        onChange={(objective) => onChange({ objective })}
      />
      <div>
        <ThresholdField
          slo={slo}
          edges={target.edges}
          value={draft.threshold}
          inForce={inForce.threshold}
          fault={faults.threshold}
          disabled={disabled}
          onChange={(threshold) => onChange({ threshold })}
        />
        {terms && (
          <p className="hint forms">
            {slo.kind === "latency" ? (
              <>
                Both forms: <b>{bothForms(terms)}</b>.
              </>
            ) : (
              <b>{termsWords(slo, terms)}.</b>
            )}
          </p>
        )}
      </div>
      <WhenFields
        draft={draft}
        inForceWindow={inForce.window}
        faults={faults}
        disabled={disabled}
        onChange={onChange}
      />
      <div className="why">
        <LooseningNotice standing={standing} />
        <DecisionBox
          offers={view.decisions}
          objections={tried.objections}
          value={draft.decision}
          fault={faults.decision}
          disabled={disabled}
          onChange={(decision) => onChange({ decision })}
        />
      </div>
      <div className="field">
        <label htmlFor={id}>Reason</label>
        <textarea
          className="in"
          id={id}
          rows={3}
          maxLength={2000}
          value={draft.reason}
          disabled={disabled}
          aria-invalid={faults.reason !== undefined}
          aria-describedby={`${id}h`}
          onChange={(event) => onChange({ reason: event.target.value })}
        />
        <p className={faults.reason ? "fault" : "hint"} id={`${id}h`}>
          {faults.reason ? `Reason ${faults.reason}.` : "Goes into the history, the audit log and the next revisit."}
        </p>
      </div>
    </form>
  );
}
