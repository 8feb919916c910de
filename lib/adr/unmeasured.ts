import type { AdrDecision } from "./decision";
import type { AdrRecord } from "./record";

/**
 * The accepted decisions that ought to have an SLO and have none. A decision says so itself ("measured: yes", "measured: no");
 * else those of a record that holds targets ought to: most decisions are about how something is built, and promise no figure.
 */
export function unmeasuredDecisions(
  record: Pick<AdrRecord, "status" | "decisions" | "targets">,
  isMeasured: (id: string) => boolean,
): AdrDecision[] {
  return record.decisions.filter(
    ({ id, status, measured }) =>
      (status ?? record.status) === "accepted" && (measured ?? record.targets.length > 0) && !isMeasured(id),
  );
}
