import Link from "next/link";
import type { DecisionSection } from "@/lib/views/decision";

/** The hole where nothing measures a decision, or one of its promises. It is no fault: some things nobody can count. */
export function Unmeasured({ section, decision }: { section: DecisionSection; decision: string }) {
  const { decisionId, evidence, unmeasured } = section;
  const name = decisionId?.toUpperCase();
  return (
    <aside className="ev none" aria-label={`Not measured of ${name}`}>
      <div>
        {evidence.length === 0 && (
          <p>
            <b>Nothing measures this decision.</b>{" "}
            {unmeasured.length === 0 && `No target in the front matter names ${name}, and no SLO points at it.`}
          </p>
        )}
        {unmeasured.map(({ id, statement, why }) => (
          <p key={id}>
            {evidence.length > 0 && <b>Nothing measures this promise: </b>}
            {statement === null ? `Target ${id}.` : `“${statement}”`} {why}
          </p>
        ))}
      </div>
      <Link className="btn noprint" href={`/slos/new?decision=${encodeURIComponent(decision)}`}>
        Measure it
      </Link>
    </aside>
  );
}
