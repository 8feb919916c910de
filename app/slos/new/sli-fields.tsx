"use client";
import { Icon } from "@/app/_parts/icons";
import type { PackRow } from "@/lib/views/pack-row";
import { type Draft, type FormProps, withPack } from "./draft";
import { SelectField, TextField } from "./field";
import { QueryField } from "./query-field";

const KINDS = [
  ["ratio", "Events: good or bad, and all"],
  ["gauge", "A value with a bound"],
  ["raw", "A ratio only"],
] as const;
const OPS = [
  ["lte", "≤ at most"],
  ["lt", "< below"],
  ["gte", "≥ at least"],
  ["gt", "> above"],
] as const;

/** What is counted: the labels of a pack, and the queries. */
export function SliFields({
  draft,
  set,
  issueOf,
  pack,
  engines,
}: FormProps & { pack: PackRow | null; engines: readonly string[] }) {
  return (
    <section className="group" aria-labelledby="sli">
      <div className="lr">
        <h2 id="sli">{pack ? pack.name : "PromQL"}</h2>
        <button type="button" className="link" onClick={() => set({ start: null })}>
          Choose another start
        </button>
      </div>
      {engines.length > 1 && (
        <SelectField
          label="Engine"
          name="engine"
          value={draft.engine}
          onChange={(engine) => set({ engine })}
          options={engines.map((name, i) => [i === 0 ? "" : name, name] as const)}
          issue={issueOf("engine")}
        />
      )}
      {pack ? (
        <PackFields draft={draft} set={set} pack={pack} />
      ) : (
        <SelectField
          label="What there is to count"
          name="kind"
          value={draft.kind}
          onChange={(kind) => set({ kind: KINDS.find(([each]) => each === kind)?.[0] ?? "ratio" })}
          options={KINDS}
          issue={issueOf("indicator")}
        />
      )}
      {draft.kind === "ratio" ? (
        <RatioFields draft={draft} set={set} issueOf={issueOf} pack={pack} />
      ) : (
        <ValueFields draft={draft} set={set} issueOf={issueOf} />
      )}
    </section>
  );
}

function PackFields({ draft, set, pack }: Pick<FormProps, "draft" | "set"> & { pack: PackRow }) {
  return (
    <>
      <div className="g2">
        {pack.labels
          .filter((label) => (pack.values[label]?.length ?? 0) > 0 || draft.labels[label])
          .map((label) => (
            <SelectField
              key={label}
              label={label}
              name={`label ${label}`}
              value={draft.labels[label] ?? ""}
              onChange={(value) => set(withPack(draft, pack, { ...draft.labels, [label]: value }))}
              options={[
                ["", "all"],
                ...[
                  ...new Set([...(pack.values[label] ?? []), ...(draft.labels[label] ? [draft.labels[label]] : [])]),
                ].map((value) => [value, value] as const),
              ]}
              issue={null}
            />
          ))}
      </div>
      {pack.mapped.map(({ name, says, example }) => (
        <TextField
          key={name}
          label={says}
          name={`mapped ${name}`}
          mono
          value={draft.labels[name] ?? ""}
          onChange={(value) => set(withPack(draft, pack, { ...draft.labels, [name]: value }))}
          issue={null}
          hint={`Such as ${example}`}
        />
      ))}
      <ul className="traps">
        {pack.traps.map((trap) => (
          <li key={trap}>
            <Icon name="pin" size={12} />
            {trap}
          </li>
        ))}
      </ul>
    </>
  );
}

function RatioFields({ draft, set, issueOf, pack }: FormProps & { pack: PackRow | null }) {
  return (
    <>
      {!pack && <CountsField draft={draft} set={set} />}
      <QueryField
        label={draft.counts === "good" ? "Good events" : "Bad events"}
        name="indicator.part"
        value={draft.part}
        onChange={(part) => set({ part })}
        issue={issueOf("indicator.part")}
        {...(pack ? {} : { hint: 'Such as hits_total{job="shop"}, or took_bucket{le="0.25"} for a latency.' })}
      />
      <QueryField
        label="All events"
        name="indicator.total"
        value={draft.total}
        onChange={(total) => set({ total })}
        issue={issueOf("indicator.total")}
      />
      {(!pack || pack.periodSeconds !== null) && (
        <TextField
          label="Period of a gauge's sum"
          name="periodSeconds"
          unit="s"
          numeric
          value={draft.period}
          onChange={(period) => set({ period })}
          issue={issueOf("periodSeconds")}
          hint="Empty for counters. CloudWatch gives gauges that hold the sum of, say, 300 s."
        />
      )}
      {(draft.delay !== "" || pack?.delaySeconds != null) && (
        <TextField
          label="Samples come late by"
          name="delaySeconds"
          unit="s"
          numeric
          value={draft.delay}
          onChange={(delay) => set({ delay })}
          issue={issueOf("delaySeconds")}
          hint="A minute is final so long after its end."
        />
      )}
    </>
  );
}

function ValueFields({ draft, set, issueOf }: FormProps) {
  return (
    <>
      {draft.kind === "raw" && <CountsField draft={draft} set={set} />}
      <QueryField
        label={draft.kind === "gauge" ? "Value" : "Ratio, from 0 to 1"}
        name="indicator.query"
        value={draft.query}
        onChange={(query) => set({ query })}
        issue={issueOf("indicator.query")}
      />
      {draft.kind === "gauge" && (
        <div className="g2">
          <SelectField
            label="Good is"
            name="op"
            value={draft.op}
            onChange={(op) => set({ op: OPS.find(([each]) => each === op)?.[0] ?? "lte" })}
            options={OPS}
            issue={null}
          />
          <TextField
            label="Bound"
            name="threshold"
            numeric
            value={draft.bound}
            onChange={(bound) => set({ bound })}
            issue={issueOf("threshold")}
            hint="In the unit of the value."
          />
        </div>
      )}
    </>
  );
}

function CountsField({ draft, set }: { draft: Draft; set: FormProps["set"] }) {
  return (
    <div className="field">
      <span className="lab" id="counts">
        It counts
      </span>
      <fieldset className="seg" aria-labelledby="counts">
        {(["good", "bad"] as const).map((counts) => (
          <button key={counts} type="button" aria-pressed={draft.counts === counts} onClick={() => set({ counts })}>
            {counts === "good" ? "Good events" : "Bad events"}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
