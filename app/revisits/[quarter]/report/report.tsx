import { Crumbs } from "@/app/_parts/crumbs";
import { OUTCOME_WORDS } from "@/lib/adr/outcome";
import { count } from "@/lib/format/count";
import { day, dayAndTime } from "@/lib/format/time";
import type { DecisionScreenView, RevisitView } from "@/lib/views/revisit";
import { whyWords } from "../../words";
import { Actions } from "../actions";
import { DecisionHead } from "../decision-part";
import { EvidencePart } from "../evidence-part";
import { Notes } from "../notes";
import { Outcomes } from "../outcomes";
import { PrintButton } from "./print-button";
import "../revisit.css";
import "../print.css";

/** The whole meeting as a record: the form is gone, names stand in full. */
export function Report({ view }: { view: RevisitView & { decisions: DecisionScreenView[] } }) {
  const { quarter, decisions, decided, cutOff } = view;
  return (
    <div className="revisit report">
      <div className="noprint">
        <Crumbs
          to={[
            { href: "/revisits", text: "Revisits" },
            { href: `/revisits/${quarter.id}`, text: quarter.label },
          ]}
          here="Report"
        />
      </div>
      <div className="paper">
        <section className="first op">
          <div className="head">
            <h1>Quarterly revisit {quarter.label}</h1>
            <div className="acts noprint">
              <a className="btn" href={`/api/v1/revisits/${quarter.id}/report.md`} download>
                Markdown
              </a>
              <PrintButton />
            </div>
          </div>
          <p className="lede">{held(view)}</p>
          <p className="soft">
            Period: {day(quarter.firstDay)} to {day(quarter.lastDay)}, and the three quarters before. Evidence is
            counted up to {dayAndTime(cutOff)}; of a decision with an outcome it is what the meeting saw.{" "}
            {count(decided)} of {count(decisions.length)} decided.
          </p>
          <table className="tb sumup">
            <thead>
              <tr>
                <th>Decision</th>
                <th>Why</th>
                <th>Outcome</th>
                <th>Next revisit</th>
              </tr>
            </thead>
            <tbody>
              {decisions.map((each) => (
                <tr key={each.address}>
                  <td>
                    {each.record} · {each.id.toUpperCase()} {each.title}
                  </td>
                  <td>{whyWords(each.why)}</td>
                  <td>
                    <b>{each.outcome ? OUTCOME_WORDS[each.outcome] : "none"}</b>
                  </td>
                  <td>{nextOf(each)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Actions view={view} holds={false} />
          <Notes view={view} decision={null} notes={view.notes} holds={false} />
        </section>
        {decisions.map((each) => (
          <section key={each.address} className="dp" aria-label={each.title}>
            <DecisionHead decision={each} as="h2" />
            <Outcomes decision={each} />
            {each.outcomes.length === 0 && (
              <p className="rec">
                <b>No outcome.</b>
              </p>
            )}
            {each.evidence ? <EvidencePart evidence={each.evidence} /> : <p>No record holds this decision any more.</p>}
            <Notes view={view} decision={each} notes={each.notes} holds={false} />
          </section>
        ))}
      </div>
    </div>
  );
}

function held({ state, startedAt, startedBy, finishedAt, finishedBy }: RevisitView): string {
  if (state === "not-started") return "Not started: this is what its agenda would be.";
  const begun = `Started ${dayAndTime(startedAt ?? "")} by ${startedBy}`;
  return finishedAt
    ? `${begun}, finished ${dayAndTime(finishedAt)} by ${finishedBy}.`
    : `${begun}; it is not finished.`;
}

function nextOf({ outcomes }: DecisionScreenView): string {
  const last = outcomes.at(-1);
  if (!last) return "next quarter";
  return last.nextDue ? day(last.nextDue) : "–";
}
