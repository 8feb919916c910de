"use client";
import { latency } from "@/lib/format/latency";
import { objectivePercent } from "@/lib/format/percent";
import { queryWithThreshold } from "@/lib/rules/query-threshold";
import { LATENCY_UNITS, type LatencyUnit, unitInName } from "@/lib/slo/latency-unit";
import type { NewSloView } from "@/lib/views/new-slo";
import type { PackRow } from "@/lib/views/pack-row";
import type { SloCheck } from "@/lib/views/slo-check";
import { type FormProps, objectiveOf } from "./draft";
import { Field, SelectField, TextField } from "./field";

const WINDOWS = [
  ["7d", "Rolling 7 days"],
  ["28d", "Rolling 28 days"],
  ["30d", "Rolling 30 days"],
  ["90d", "Rolling 90 days"],
  ["week@UTC", "Calendar week (UTC)"],
  ["month@UTC", "Calendar month (UTC)"],
  ["quarter@UTC", "Calendar quarter (UTC)"],
] as const;

type Props = FormProps & { check: SloCheck | null; pack: PackRow | null; decisions: NewSloView["decisions"] };

/** What is promised of it, and why. */
export function TargetFields({ draft, set, issueOf, check, pack, decisions }: Props) {
  const picked = decisions.find(({ path, id }) => `${path}#${id}` === draft.decision);
  return (
    <section className="group" aria-labelledby="target">
      <h2 id="target">Target</h2>
      <div className="g2">
        <TextField
          label="Objective"
          name="objective"
          unit="%"
          numeric
          value={draft.objective}
          onChange={(objective) => set({ objective })}
          issue={issueOf("objective")}
        />
        <SelectField
          label="Window"
          name="window"
          value={draft.window}
          onChange={(window) => set({ window })}
          options={WINDOWS}
          issue={issueOf("window")}
        />
      </div>
      {pack && <p className="hint">{pack.why}</p>}
      {!pack && <EdgeUnit draft={draft} set={set} issueOf={issueOf} check={check} />}
      <Threshold draft={draft} set={set} issueOf={issueOf} check={check} />
      <SelectField
        label="Decision"
        name="decision"
        value={draft.decision}
        onChange={(decision) => set({ decision })}
        options={[["", "No decision"], ...decisions.map(({ path, id, label }) => [`${path}#${id}`, label] as const)]}
        issue={issueOf("decision")}
        hint={
          picked
            ? `${picked.says ? `Says: ${picked.says} ` : ""}Status: ${picked.status}.`
            : "What set this target. A breach leads there."
        }
      />
      <Field
        label="Reason"
        name="reason"
        issue={issueOf("reason")}
        hint="Goes into the target's history and the audit log."
      >
        {(described) => (
          <textarea
            {...described}
            className="in"
            rows={3}
            value={draft.reason}
            onChange={(event) => set({ reason: event.target.value })}
          />
        )}
      </Field>
    </section>
  );
}

const UNIT_NAMES: Record<LatencyUnit, string> = { s: "Seconds", ms: "Milliseconds", us: "Microseconds" };

/** What the edges of a histogram are in; a pack knows it. */
function EdgeUnit({ draft, set, issueOf, check }: FormProps & { check: SloCheck | null }) {
  const issue = issueOf("indicator.unit");
  if (draft.kind !== "ratio" || (check?.counting?.kind !== "latency" && draft.unit === "s" && !issue)) return null;
  const named = unitInName(/[a-zA-Z_:][\w:]*_bucket/.exec(draft.part)?.[0] ?? "");
  return (
    <SelectField
      label="Edges of the histogram are in"
      name="indicator.unit"
      value={draft.unit}
      onChange={(unit) => set({ unit: LATENCY_UNITS.find((each) => each === unit) ?? "s" })}
      options={LATENCY_UNITS.map((unit) => [unit, UNIT_NAMES[unit]] as const)}
      issue={issue}
      hint={
        named && named !== draft.unit
          ? `The name of the metric says ${UNIT_NAMES[named].toLowerCase()}.`
          : "Thresholds and p95 are shown in s or ms, whatever the edges are in."
      }
    />
  );
}

/** The edges that the engine has; picking one puts it into the query. */
function Threshold({ draft, set, issueOf, check }: FormProps & { check: SloCheck | null }) {
  const edges = check?.dryRun?.edges ?? null;
  if (check?.counting?.kind !== "latency" || draft.kind !== "ratio") return null;
  const { threshold } = check;
  const share = objectiveOf(draft);
  const within = threshold === null ? null : latency(threshold);
  const hint =
    within !== null && typeof share === "number"
      ? `${objectivePercent(share)} of requests ≤\u00a0${within} is p${Number((share * 100).toFixed(6))} ≤\u00a0${within}.`
      : null;
  const issue = issueOf("threshold");
  return (
    <div className="field">
      <div className="lr">
        <span className="lab" id="threshold">
          Threshold
        </span>
        <span className="hint">
          {edges && edges.length > 0 ? "edges of the histogram" : "the engine has no edges of it"}
        </span>
      </div>
      {edges && edges.length > 0 && (
        <fieldset className="edges" aria-labelledby="threshold">
          {edges.map((edge) => (
            <button
              key={edge}
              type="button"
              aria-pressed={edge === threshold}
              onClick={() => set({ part: queryWithThreshold(draft.part, edge, draft.unit) ?? draft.part })}
            >
              {latency(edge)}
            </button>
          ))}
        </fieldset>
      )}
      {issue ? <p className="issue">{issue.message}</p> : hint && <p className="hint">{hint}</p>}
    </div>
  );
}
