"use client";
import { useId, useMemo } from "react";
import type { DraftIssue } from "@/lib/interop/slo-draft";
import { tokensOf } from "@/lib/rules/promql-tokens";

type Props = {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  issue: DraftIssue | null;
  name: string;
};

/** PromQL in colours: the text of the field lies over the same text, coloured. */
export function QueryField({ label, hint, value, onChange, issue, name }: Props) {
  const id = useId();
  const tokens = useMemo(() => {
    let at = 0;
    return tokensOf(value).map((token) => {
      at += token.text.length;
      return { ...token, at };
    });
  }, [value]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="promql">
        <pre aria-hidden="true">
          {tokens.map(({ text, kind, at }) => (
            <span key={at} className={kind ? `q-${kind}` : undefined}>
              {text}
            </span>
          ))}
          {"\n"}
        </pre>
        <textarea
          id={id}
          name={name}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-invalid={issue !== null}
          aria-describedby={issue ? `${id}i` : hint ? `${id}h` : undefined}
        />
      </div>
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

/** Under the field that it is about. */
export function Issue({ id, issue: { line, column, message } }: { id: string; issue: DraftIssue }) {
  return (
    <p className="issue" id={id}>
      {line !== undefined && <b>{column === undefined ? `Line ${line}: ` : `${line}:${column} `}</b>}
      {message}
    </p>
  );
}
