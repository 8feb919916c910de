"use client";
import { count } from "@/lib/format/count";
import type { ListTerms, TermName } from "@/lib/slo/list-terms";
import type { SloListRow } from "@/lib/views/slos";
import { FACETS, type Facet, optionsOf, TERM_WORDS } from "./term-words";

type Props = {
  rows: readonly SloListRow[];
  terms: ListTerms;
  change: (change: Partial<ListTerms>) => void;
  /** Which part is open at first. */
  part: TermName;
};

/** Every term by which the list can be narrowed. */
export function FilterPanel({ rows, terms, change, part }: Props) {
  return (
    <div className="fp">
      {FACETS.map((facet) => (
        <Values key={facet} facet={facet} rows={rows} terms={terms} change={change} open={facet === part} />
      ))}
      <div className="choices more">
        <label>
          Budget under
          <input
            type="number"
            min={1}
            max={100}
            step={1}
            placeholder="any"
            value={terms.budget ?? ""}
            onChange={({ target }) => {
              const n = Math.round(target.valueAsNumber);
              change({ budget: n >= 1 && n <= 100 ? n : null });
            }}
          />
          %
        </label>
        <label>
          <input type="checkbox" checked={terms.lint} onChange={({ target }) => change({ lint: target.checked })} />
          Has findings of the lint
        </label>
        <label>
          <input type="checkbox" checked={terms.drift} onChange={({ target }) => change({ drift: target.checked })} />
          Drifts from its record
        </label>
      </div>
    </div>
  );
}

function Values({ facet, rows, terms, change, open }: Omit<Props, "part"> & { facet: Facet; open: boolean }) {
  const chosen: readonly string[] = terms[facet];
  const toggle = (value: string, on: boolean): void =>
    change({ [facet]: on ? [...chosen, value] : chosen.filter((each) => each !== value) });
  return (
    <details name="filter" open={open}>
      <summary>
        {TERM_WORDS[facet]}
        {chosen.length > 0 && <span>{count(chosen.length)}</span>}
      </summary>
      <fieldset className="choices">
        <legend className="sr">{TERM_WORDS[facet]}</legend>
        {optionsOf(rows, facet, chosen).map(({ value, label, count: n }) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ target }) => toggle(value, target.checked)}
            />
            <span className="ol" title={label}>
              {label}
            </span>
            <span className="on">{count(n)}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
