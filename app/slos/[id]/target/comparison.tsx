import { budgetLeft } from "@/app/_parts/budget";
import { VerdictChip } from "@/app/_parts/verdict";
import { count } from "@/lib/format/count";
import { duration, windowInWords } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import type { TargetEditorView } from "@/lib/views/target-editor";
import type { WhatIfView } from "@/lib/views/what-if";
import type { Tried } from "./use-what-if";
import { boundWords, breachesWords, fewerWords, periodWords, pointsWords, resolutionWords } from "./words";

type Props = { slo: TargetEditorView["slo"]; view: WhatIfView; inForceThreshold: number | null; state: Tried["state"] };

const NOT_YET = { asking: "asking the ledger", behind: "of what was tried before" };
const share = (value: number | null): string => (value === null ? "–" : percent(value));

/** The same days by both targets, figure by figure. */
export function Comparison({ slo, view, inForceThreshold, state }: Props) {
  const { tried, proposal, milliseconds, untried } = view;
  const head = (word: string, threshold: number | null): string =>
    threshold === null ? word : `${word}, ${boundWords(slo, threshold).replace(/^\S+\s/, "")}`;
  return (
    <section className="panel" aria-labelledby="tried" aria-busy={state === "asking"}>
      <div className="ph">
        <h2 id="tried">{tried ? `The same ${days(tried)}, judged by both` : "Nothing to judge by yet"}</h2>
        <span className="r muted">
          {state === "answered" ? `from the ledger, ${Math.round(milliseconds)}\u202fms` : NOT_YET[state]}
        </span>
      </div>
      {!tried ? (
        <p className="sum last">{untried}</p>
      ) : (
        <>
          <p className="sum" role="status">
            {periodWords(tried, slo.kind)} <b>{breachesWords(tried)}</b> Past verdicts keep the target of their time.{" "}
            {resolutionWords(tried)} {tried.note}
          </p>
          <div className={`pb ${state === "answered" ? "" : "dim"}`}>
            <table className="tb cmpT">
              <thead>
                <tr>
                  <td />
                  <th scope="col" className="num">
                    {head("In force", inForceThreshold)}
                  </th>
                  <th scope="col" className="num">
                    {head("Proposed", proposal.threshold)}
                  </th>
                  <th scope="col" className="num">
                    Change
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows(tried).map(([term, was, would, change]) => (
                  <tr key={term}>
                    <th scope="row">{term}</th>
                    <td className="num">{was}</td>
                    <td className="num strong">{would}</td>
                    <td className="num">{change}</td>
                  </tr>
                ))}
                <tr>
                  <th scope="row">Verdict today</th>
                  <td className="num">
                    <VerdictChip verdict={tried.inForce.verdict} />
                  </td>
                  <td className="num strong">
                    <VerdictChip verdict={tried.proposed.verdict} />
                  </td>
                  <td className="num">{tried.inForce.verdict === tried.proposed.verdict ? "the same" : "flips"}</td>
                </tr>
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

type Both = NonNullable<WhatIfView["tried"]>;

function days({ from, to }: Both): string {
  const whole = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  return whole > 1 ? `${whole} days` : duration((Date.parse(to) - Date.parse(from)) / 1000);
}

function rows({ inForce, proposed }: Both): [string, string, string, string][] {
  const windows = [...new Set([inForce.window, proposed.window])].map(windowInWords).join(" and ");
  return [
    [
      "Attainment",
      share(inForce.attainment),
      share(proposed.attainment),
      pointsWords(inForce.attainment, proposed.attainment),
    ],
    [
      `Budget left, ${windows}`,
      budgetLeft(inForce.budgetLeft, ""),
      budgetLeft(proposed.budgetLeft, ""),
      pointsWords(inForce.budgetLeft, proposed.budgetLeft),
    ],
    [
      "Breaches",
      count(inForce.breaches),
      count(proposed.breaches),
      fewerWords(inForce.breaches, proposed.breaches, count),
    ],
    [
      "of them past the target",
      count(inForce.byKind["objective-missed"].breaches),
      count(proposed.byKind["objective-missed"].breaches),
      fewerWords(inForce.byKind["objective-missed"].breaches, proposed.byKind["objective-missed"].breaches, count),
    ],
    [
      "Minutes in breach",
      count(inForce.minutesInBreach),
      count(proposed.minutesInBreach),
      fewerWords(inForce.minutesInBreach, proposed.minutesInBreach, count),
    ],
  ];
}
