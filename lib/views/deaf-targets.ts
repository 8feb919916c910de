import "server-only";
import { eventsWaiting } from "@/lib/store/alert-events";
import { alertTargetOf } from "@/lib/store/alert-targets";
import type { Database } from "@/lib/store/database";
import { alertReceivers } from "./alert-receivers";

/** An Alertmanager, or the webhook, that does not take what it is sent, or refused for good what it was sent last. */
export type DeafTarget = {
  /** "Alertmanager (am.example:9093)", "The webhook (chat.example)" */
  name: string;
  /** ISO 8601 UTC. */
  since: string;
  why: string;
  /** What becomes of what it has not taken. */
  meanwhile: string;
};

/** Of those that are set up now. */
export function deafTargets(db: Database): DeafTarget[] {
  return alertReceivers().flatMap(({ target, kind, name }) => {
    const known = alertTargetOf(db, target);
    if (known === null || (known.failingSince === null && known.error === null)) return [];
    const { failingSince, triedAt, error, lastEventId } = known;
    const later =
      kind === "webhook"
        ? waiting(eventsWaiting(db, lastEventId ?? 0))
        : "Breaches that are open are sent when it does.";
    return [
      {
        name,
        since: new Date(failingSince ?? triedAt).toISOString(),
        why: error ?? "no reason given",
        meanwhile: failingSince === null ? "What it refuses is not sent again." : later,
      },
    ];
  });
}

const waiting = (n: number): string => (n === 1 ? "One event waits for it." : `${n} events wait for it.`);
