import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { adrIndex } from "./adr-index";

/** A decision that a target may come from. */
export type DecisionOption = {
  path: string;
  id: string;
  /** "ADR 0001 · D2 Shared cache in Redis" */
  label: string;
  /** What it promises, in its own words. */
  says: string | null;
  status: string;
};

export async function decisionOptions(_reader: Reader): Promise<DecisionOption[]> {
  const { records } = await adrIndex();
  return records.flatMap((record) =>
    record.decisions.map((decision) => ({
      path: record.path,
      id: decision.id,
      label: `${record.number === null ? record.title : `ADR ${record.number}`} · ${decision.id.toUpperCase()} ${decision.title}`,
      says:
        record.targets
          .filter((target) => target.decision === decision.id && target.statement !== null)
          .map(({ statement }) => statement)
          .join(" ") || null,
      status: decision.status ?? record.status,
    })),
  );
}
