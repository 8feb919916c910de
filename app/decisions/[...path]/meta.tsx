import { everyPeriod } from "@/lib/format/duration";
import { day } from "@/lib/format/time";
import type { DecisionView } from "@/lib/views/decision";

type Facts = Pick<DecisionView, "status" | "statusWhere" | "date" | "decisionMakers" | "confidence" | "review">;

/** What the record says of itself before its text. */
export function Meta({ of: { status, statusWhere, date, decisionMakers, confidence, review } }: { of: Facts }) {
  const revisit = [review?.due && day(review.due), review?.every && everyPeriod(review.every)]
    .filter(Boolean)
    .join(", ");
  const entries: [string, string][] = [
    ...(decisionMakers.length > 0 ? [["Deciders", decisionMakers.join(", ")] satisfies [string, string]] : []),
    ...(confidence ? [["Confidence", confidence] satisfies [string, string]] : []),
    ...(revisit !== "" ? [["Revisit", revisit] satisfies [string, string]] : []),
    ...(review?.owner ? [["Owner", review.owner] satisfies [string, string]] : []),
  ];
  return (
    <dl className="meta">
      <div>
        <dt>Status</dt>
        <dd title={statusWhere}>
          <b>{status.charAt(0).toUpperCase() + status.slice(1)}</b> {date && day(date)}
        </dd>
      </div>
      {entries.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
