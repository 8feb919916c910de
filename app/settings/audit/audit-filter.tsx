"use client";
import { useEffect, useRef, useState } from "react";
import { Icon } from "@/app/_parts/icons";
import type { AuditView } from "@/lib/views/audit";
import { type Filter, termsOf } from "./filter";
import { ACTION_WORDS, ACTIONS, ACTOR_WORDS, ACTORS, SUBJECT_WORDS, SUBJECTS } from "./words";

const TYPED_FOR_MS = 300;

type Props = Pick<AuditView, "people" | "tokens"> & { filter: Filter; onChange: (change: Partial<Filter>) => void };

export function AuditFilter({ filter, onChange, people, tokens }: Props) {
  const filtered = termsOf({ ...filter, before: null }) !== "";
  return (
    <search className="flt noprint">
      <Words words={filter.q ?? ""} onChange={(q) => onChange({ q })} />
      <label className="chip">
        Who
        <select value={filter.actor ?? ""} onChange={(event) => onChange({ actor: event.target.value || null })}>
          <option value="">anybody</option>
          <optgroup label="People, and their tokens">
            {people.map(({ id, name, email }) => (
              <option key={id} value={id}>
                {`${name} (${email})`}
              </option>
            ))}
          </optgroup>
          <optgroup label="Others">
            {ACTORS.map((kind) => (
              <option key={kind} value={kind}>
                {ACTOR_WORDS[kind]}
              </option>
            ))}
          </optgroup>
          {tokens.length > 0 && (
            <optgroup label="One token">
              {tokens.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
        </select>
        <Icon name="down" size={12} />
      </label>
      <label className="chip">
        What
        <select
          value={filter.action ?? ""}
          onChange={(event) => onChange({ action: ACTIONS.find((action) => action === event.target.value) ?? null })}
        >
          <option value="">anything</option>
          {ACTIONS.map((action) => (
            <option key={action} value={action}>
              {ACTION_WORDS[action]}
            </option>
          ))}
        </select>
        <Icon name="down" size={12} />
      </label>
      <label className="chip">
        About
        <select
          value={filter.subject ?? ""}
          onChange={(event) =>
            onChange({ subject: SUBJECTS.find((kind) => kind === event.target.value) ?? null, subjectId: null })
          }
        >
          <option value="">anything</option>
          {SUBJECTS.map((kind) => (
            <option key={kind} value={kind}>
              {SUBJECT_WORDS[kind]}
            </option>
          ))}
        </select>
        <Icon name="down" size={12} />
      </label>
      {filter.subjectId !== null && (
        <button type="button" className="chip" onClick={() => onChange({ subjectId: null })}>
          Only <b>{filter.subjectId}</b>
          <Icon name="cross" size={12} />
          <span className="sr">any other too</span>
        </button>
      )}
      <label className="chip">
        From
        <input
          type="date"
          value={filter.from ?? ""}
          max={filter.to ?? undefined}
          onChange={(event) => onChange({ from: event.target.value || null })}
        />
      </label>
      <label className="chip">
        Until
        <input
          type="date"
          value={filter.to ?? ""}
          min={filter.from ?? undefined}
          onChange={(event) => onChange({ to: event.target.value || null })}
        />
      </label>
      {filtered && (
        <button
          type="button"
          className="btn quiet sm"
          onClick={() =>
            onChange({ q: null, actor: null, action: null, subject: null, subjectId: null, from: null, to: null })
          }
        >
          Clear
        </button>
      )}
    </search>
  );
}

/** Asks when the typing rests, not at every letter. */
function Words({ words, onChange }: { words: string; onChange: (words: string | null) => void }) {
  const [typed, setTyped] = useState(words);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);
  // The way back, or a cleared filter; not what is still being typed.
  useEffect(() => {
    if (rest.current === undefined) setTyped(words);
  }, [words]);
  return (
    <label className="in search">
      <Icon name="search" />
      <span className="sr">Search the log</span>
      <input
        type="search"
        placeholder="Words in the entry"
        maxLength={200}
        value={typed}
        onChange={(event) => {
          const text = event.target.value;
          setTyped(text);
          clearTimeout(rest.current);
          rest.current = setTimeout(() => {
            rest.current = undefined;
            onChange(text.trim() || null);
          }, TYPED_FOR_MS);
        }}
      />
    </label>
  );
}
