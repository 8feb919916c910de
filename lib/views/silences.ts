import "server-only";
import { config } from "@/lib/config";
import { alertmanagerName } from "@/lib/gateways/alertmanager";
import type { Database } from "@/lib/store/database";
import { type Silence, silencedBreaches, silencesOf } from "@/lib/store/silences";

/** A silence of Alertmanager. It holds back a message to people and nothing here: the breach stays what it is. */
export type SilenceView = {
  /** ISO 8601 UTC. */
  until: string;
  by: string;
  comment: string;
  /** The alert of somebody else that it holds back; null: the breach's own. */
  alert: string | null;
};

/** As Alertmanager last said; what it said before it was set up otherwise does not count. */
const targets = (): string[] => (config().alertmanager?.urls ?? []).map(alertmanagerName);

/** What holds back the alert of a breach, and those of others on its timeline. */
export const silencesOfBreach = (
  db: Database,
  breachId: number,
  fingerprints: readonly string[],
  now: Date,
): SilenceView[] => silencesOf(db, targets(), breachId, fingerprints, now.getTime()).map(silenceView);

/** Of the breaches that are open, those whose own alert is held back, by id. */
export const silencedNow = (db: Database, now: Date): Map<number, SilenceView> =>
  new Map([...silencedBreaches(db, targets(), now.getTime())].map(([id, silence]) => [id, silenceView(silence)]));

const silenceView = ({ endsAt, createdBy, comment, name, breachId }: Silence): SilenceView => ({
  until: new Date(endsAt).toISOString(),
  by: createdBy,
  comment,
  alert: breachId === null ? name : null,
});
