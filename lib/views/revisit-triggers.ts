import "server-only";
import type { AdrRecord } from "@/lib/adr/record";
import { termsOf, termsText } from "@/lib/adr/trigger-terms";
import { conditionInWords } from "@/lib/adr/trigger-words";
import { concerns } from "@/lib/adr/triggered-decision";
import type { Database } from "@/lib/store/database";
import { newestOutcomes } from "@/lib/store/revisits";
import { allTriggerStates, type TriggerStanding, triggerFiringsOf, triggerStateKey } from "@/lib/store/triggers";
import { callsFor } from "./revisit-queue";

/** A trigger of a decision as it stands. */
export type TriggerView = {
  id: string;
  /** What it waits for, in words. */
  condition: string;
  /** `faulty`: what the record says of it cannot be used. */
  standing: TriggerStanding | "faulty";
  /** What was measured, or why it is not known. */
  says: string;
  lookedAt: string | null;
  /** When it last fired, why, and whether somebody has decided since. */
  fired: { at: string; reason: string; answered: boolean } | null;
};

/** Those that concern a decision, as its record has them now. */
export function triggersOf(db: Database, record: AdrRecord, decisionId: string): TriggerView[] {
  const states = allTriggerStates(db);
  const firings = triggerFiringsOf(db, record.path);
  const last = newestOutcomes(db);
  return record.triggers
    .filter((trigger) => concerns(record, trigger, decisionId))
    .map((trigger): TriggerView => {
      const read = termsOf(trigger);
      if ("fault" in read) {
        const says = `Not evaluated: the trigger ${read.fault.message}.`;
        return { id: trigger.id, condition: trigger.when, standing: "faulty", says, lookedAt: null, fired: null };
      }
      const text = termsText(read.terms);
      const kept = states.get(triggerStateKey({ path: record.path, triggerId: trigger.id }));
      const state = kept?.terms === text ? kept : null;
      const firing = firings.find(({ triggerId, terms }) => triggerId === trigger.id && terms === text);
      return {
        id: trigger.id,
        condition: conditionInWords(read.terms),
        standing: state?.standing ?? "unknown",
        says: state?.says ?? "It has not been looked at yet.",
        lookedAt: state ? iso(state.lookedAt) : null,
        fired: firing
          ? {
              at: iso(firing.firedAt),
              reason: firing.reason,
              answered: !callsFor(firing, { path: record.path, id: decisionId }, last),
            }
          : null,
      };
    });
}

const iso = (ms: number): string => new Date(ms).toISOString();
