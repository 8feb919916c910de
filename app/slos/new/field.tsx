"use client";
import { type ReactNode, useId } from "react";
import type { DraftIssue } from "@/lib/interop/slo-draft";
import { Issue } from "./query-field";

type Described = { id: string; name: string; "aria-invalid": boolean; "aria-describedby": string | undefined };
type Props = {
  label: string;
  name: string;
  hint?: ReactNode;
  issue: DraftIssue | null;
  children: (described: Described) => ReactNode;
};

/** A label, its control, and beneath it what is wrong, or else a hint. */
export function Field({ label, name, hint, issue, children }: Props) {
  const id = useId();
  const described = issue ? `${id}i` : hint ? `${id}h` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, name, "aria-invalid": issue !== null, "aria-describedby": described })}
      {issue ? (
        <Issue id={`${id}i`} issue={issue} />
      ) : (
        hint && (
          <p className="hint" id={`${id}h`}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}

type TextProps = Omit<Props, "children"> & {
  value: string;
  onChange: (value: string) => void;
  /** What there is already, offered as one types. */
  known?: readonly string[];
  mono?: boolean;
  unit?: string;
  numeric?: boolean;
};

export function TextField({ value, onChange, known = [], mono, unit, numeric, ...field }: TextProps) {
  const list = useId();
  return (
    <Field {...field}>
      {(described) => (
        <span className={unit ? "united" : undefined}>
          <input
            {...described}
            className={mono ? "in mono" : "in"}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            autoComplete="off"
            {...(numeric ? { inputMode: "decimal" } : {})}
            {...(known.length > 0 ? { list } : {})}
          />
          {unit && (
            <span className="unit" aria-hidden="true">
              {unit}
            </span>
          )}
          {known.length > 0 && (
            <datalist id={list}>
              {known.map((each) => (
                <option key={each} value={each} />
              ))}
            </datalist>
          )}
        </span>
      )}
    </Field>
  );
}

type SelectProps = Omit<Props, "children"> & {
  value: string;
  onChange: (value: string) => void;
  options: readonly (readonly [value: string, text: string])[];
};

export function SelectField({ value, onChange, options, ...field }: SelectProps) {
  return (
    <Field {...field}>
      {(described) => (
        <select {...described} className="in" value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map(([each, text]) => (
            <option key={each} value={each}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
