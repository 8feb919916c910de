import "server-only";
import { config } from "@/lib/config";
import { alertmanagerName } from "@/lib/gateways/alertmanager";
import { WEBHOOK } from "@/lib/store/alert-targets";

/** Whom alerts are sent to. `target`: as in `alert_targets`. */
export type AlertReceiver = {
  target: string;
  kind: "alertmanager" | "webhook";
  /** "Alertmanager (am.example:9093)", "The webhook (chat.example)" */
  name: string;
};

/** Those that are set up now. */
export function alertReceivers(): AlertReceiver[] {
  const { alertmanager, alertWebhook } = config();
  const managers = (alertmanager?.urls ?? []).map((url): AlertReceiver => {
    const target = alertmanagerName(url);
    return { target, kind: "alertmanager", name: `Alertmanager (${target})` };
  });
  if (!alertWebhook) return managers;
  // Its path may hold a secret.
  const name = `The webhook (${new URL(alertWebhook.url).host})`;
  return [...managers, { target: WEBHOOK, kind: "webhook", name }];
}
