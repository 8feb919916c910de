"use client";
import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import type { Problem } from "@/app/_send";

type Props = InputHTMLAttributes<HTMLInputElement> & {
  label: string;
  name: string;
  hint?: ReactNode;
  /** What the server said against the form: an issue that names this field stands beside it. */
  problem?: Problem | null;
  /** The field in which somebody begins to type where a dialog opens. */
  first?: boolean;
};

/** One line that a person types, with what is wrong about it. */
export function TextField({ label, name, hint, problem, first = false, ...input }: Props) {
  const id = useId();
  const fault = problem?.issues?.find(({ field }) => field.split(".").at(-1) === name)?.message;
  const told = [hint ? `${id}-hint` : "", fault ? `${id}-fault` : ""].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        className="in"
        {...input}
        // A dialog looks for the attribute, which React does not write.
        ref={first ? (field) => field?.setAttribute("autofocus", "") : undefined}
        id={id}
        name={name}
        aria-invalid={fault !== undefined}
        aria-describedby={told || undefined}
      />
      {fault && (
        <p className="fault" id={`${id}-fault`}>
          {label} {fault}
        </p>
      )}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** What is wrong with no field of the form in particular. */
export const besideFields = (problem: Problem | null): Problem | null =>
  problem?.issues?.some(({ field }) => field !== "") ? null : problem;

/** What is typed into a form. */
export const typed = (form: HTMLFormElement, name: string): string => String(new FormData(form).get(name) ?? "");
