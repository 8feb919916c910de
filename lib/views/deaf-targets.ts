import "server-only";
import { config } from "@/lib/config";
import { alertmanagerName } from "@/lib/gateways/alertmanager";
import { eventsWaiting } from "@/lib/store/alert-events";
import { alertTargetOf, WEBHOOK } from "@/lib/store/alert-targets";
import type { Database } from "@/lib/store/database";

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
  const { alertmanager, alertWebhook } = config();
  const managers = (alertmanager?.urls ?? []).map((url) => {
    const target = alertmanagerName(url);
    return {
      target,
      name: `Alertmanager (${target})`,
      meanwhile: () => "Breaches that are open are sent when it does.",
    };
  });
  const webhook = alertWebhook && {
    target: WEBHOOK,
    // Its path may hold a secret.
    name: `The webhook (${new URL(alertWebhook.url).host})`,
    meanwhile: (lastEventId: number | null) => waiting(eventsWaiting(db, lastEventId ?? 0)),
  };
  return [...managers, ...(webhook ? [webhook] : [])].flatMap(({ target, name, meanwhile }) => {
    const known = alertTargetOf(db, target);
    if (known === null || (known.failingSince === null && known.error === null)) return [];
    const { failingSince, triedAt, error, lastEventId } = known;
    return [
      {
        name,
        since: new Date(failingSince ?? triedAt).toISOString(),
        why: error ?? "no reason given",
        meanwhile: failingSince === null ? "What it refuses is not sent again." : meanwhile(lastEventId),
      },
    ];
  });
}

const waiting = (n: number): string => (n === 1 ? "One event waits for it." : `${n} events wait for it.`);
