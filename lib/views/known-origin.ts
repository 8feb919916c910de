import "server-only";
import { config } from "@/lib/config";
import { engines } from "@/lib/engines";

/**
 * An address that came from outside, where it leads to one of the places that Plumbline is set up with; null otherwise.
 * Alertmanager's links name whatever host the sender believed to have.
 */
export function knownOrigin(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { grafana, alertmanager } = config();
  const known = [...engines().map((engine) => engine.url), grafana?.url ?? null, ...(alertmanager?.urls ?? [])];
  const { origin, username, protocol } = new URL(url);
  if (!/^https?:$/.test(protocol) || username !== "") return null;
  return known.some((each) => each !== null && new URL(each).origin === origin) ? url : null;
}
