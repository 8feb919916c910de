import "server-only";
import { createHmac } from "node:crypto";
import { asked, isRefusal, NotTaken } from "./alertmanager";

/**
 * Posts one event to a webhook. With a secret the message is signed: `X-Plumbline-Signature` is `sha256=` and the HMAC, in
 * hexadecimal, of the timestamp, a dot and the body, so that neither can be exchanged.
 * @throws NotTaken
 */
export async function postEvent(
  url: string,
  secret: string | null,
  id: string,
  event: unknown,
  now: Date,
): Promise<void> {
  const body = JSON.stringify(event);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = secret === null ? null : createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  const response = await asked(url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "Plumbline",
      "x-plumbline-event": id,
      "x-plumbline-timestamp": timestamp,
      ...(signature === null ? {} : { "x-plumbline-signature": `sha256=${signature}` }),
    },
  });
  // Its status is its answer, also where what follows breaks off.
  await response.body?.cancel().catch(() => undefined);
  if (!response.ok) throw new NotTaken(`HTTP ${response.status}`, isRefusal(response.status));
}
