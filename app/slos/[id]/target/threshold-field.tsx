"use client";
import { useId } from "react";
import { exactLatency } from "@/lib/format/latency";
import type { TargetEditorView } from "@/lib/views/target-editor";

type Props = {
  slo: TargetEditorView["slo"];
  edges: number[] | null;
  value: string;
  inForce: number | null;
  fault: string | undefined;
  disabled: boolean;
  onChange: (value: string) => void;
};

/** A latency's threshold is one of its histogram's edges; a gauge's is any number; a ratio has none. */
export function ThresholdField({ slo, edges, value, inForce, fault, disabled, onChange }: Props) {
  const id = useId();
  if (slo.kind === "ratio") return null;
  const problem = fault && (
    <p className="fault" id={`${id}f`}>
      Threshold {fault.replace(/\.$/, "")}.
    </p>
  );
  if (slo.kind === "latency" && edges && edges.length > 0) {
    const isSeconds = (edges.at(-1) ?? 0) >= 10;
    return (
      <fieldset className="field" disabled={disabled} aria-describedby={fault ? `${id}f` : undefined}>
        <legend className="lr">
          <span className="lab">Threshold</span>
          <span className="hint">edges of the histogram, in {isSeconds ? "s" : "ms"}</span>
        </legend>
        <div className="edges">
          {edges.map((edge) => (
            <label key={edge} className={inForce !== null && Math.abs(edge - inForce) < 1e-9 ? "was" : undefined}>
              <input
                type="radio"
                name="threshold"
                value={edge}
                checked={Math.abs(Number(value) - edge) < 1e-9}
                onChange={() => onChange(String(edge))}
                aria-label={exactLatency(edge)}
              />
              <span aria-hidden="true">{Number((edge * (isSeconds ? 1 : 1000)).toFixed(6)).toLocaleString("en")}</span>
            </label>
          ))}
        </div>
        {problem}
      </fieldset>
    );
  }
  return (
    <div className="field">
      <div className="lr">
        <label htmlFor={id}>Threshold</label>
        <span className="hint">{slo.kind === "latency" ? "in s" : "in the query’s own unit"}</span>
      </div>
      <input
        className="in"
        id={id}
        name="threshold"
        inputMode="decimal"
        autoComplete="off"
        value={value}
        disabled={disabled}
        aria-invalid={fault !== undefined}
        aria-describedby={fault ? `${id}f` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {inForce !== null && <p className="hint">in force {slo.kind === "latency" ? exactLatency(inForce) : inForce}</p>}
      {problem}
    </div>
  );
}
