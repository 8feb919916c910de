import "server-only";
import { Agent } from "node:https";
import type { Access } from "@/lib/engine-access";
import { authorization, type Certificates, certificates } from "@/lib/engine-files";

/** How we come in, and who we say we are: the files are read anew, as they may be replaced while we run. @throws AccessTrouble */
export function entrance(access: Access): { agent: Agent | null; authorized: Record<string, string> } {
  return { agent: access.tls ? agentFor(certificates(access)) : null, authorized: authorization(access) };
}

const agents = new Map<string, Agent>();

/** One for as long as the files hold the same, so that connections are kept. */
function agentFor(held: Certificates): Agent {
  const key = JSON.stringify(held);
  const agent = agents.get(key) ?? new Agent({ ...held, keepAlive: true });
  if (!agents.has(key)) agents.clear();
  agents.set(key, agent);
  return agent;
}

/** An engine that answers 401 or 403, and what to do about it. */
export function refusal(host: string, status: number, { credentials }: Access): string {
  return `${host} refuses our credentials (HTTP ${status}): ${wayIn(credentials)}`;
}

function wayIn(credentials: Access["credentials"]): string {
  if (!credentials)
    return "set PROMETHEUS_USER and PROMETHEUS_PASSWORD_FILE, PROMETHEUS_TOKEN_FILE or PROMETHEUS_HEADERS";
  if (credentials.kind === "bearer") return `mend ${credentials.token.variable}`;
  return `mend PROMETHEUS_USER or ${credentials.password.variable}`;
}

/**
 * What TLS says, and what to do about it. OpenSSL names what the other side objects to as an alert, and what it holds against
 * the other's certificate as a code of its own.
 */
const TLS_TROUBLES: readonly (readonly [said: RegExp, told: (host: string, said: string) => string])[] = [
  [/CERT_HAS_EXPIRED/, (host) => `${host} shows a certificate that has expired: it needs a new one`],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID/,
    (host) => `${host} shows a certificate for another name: PROMETHEUS_URL must be an address that it names`,
  ],
  [
    /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_SIGNATURE|CERT_UNTRUSTED|INVALID_CA/,
    (host, said) => `${host} shows a certificate that we do not trust (${said}): name its CA in PROMETHEUS_CA_FILE`,
  ],
  [
    // Not the word alone: a host may be called after it.
    /\bSSL alert|(?:sslv3|tlsv1[\w.]*) alert|ERR_SSL_\w*ALERT/,
    (host, said) =>
      `${host} refuses our certificate, or that we show none (${said}): mend PROMETHEUS_CERT_FILE and PROMETHEUS_KEY_FILE`,
  ],
  [
    /wrong version number|packet length too long/,
    (host) => `${host} speaks no TLS: PROMETHEUS_URL may have to begin with http://`,
  ],
];

/** What a certificate has to do with an engine's silence; null where it has nothing. */
export function tlsTrouble(host: string, code: string, reason: string): string | null {
  const found = TLS_TROUBLES.find(([sign]) => sign.test(`${code} ${reason}`));
  return found ? found[1](host, briefly(reason)) : null;
}

/** OpenSSL's words alone, without where in it they were said. */
const briefly = (reason: string): string => /:SSL routines:[^:]*:([^:]+):/.exec(reason)?.[1] ?? reason.trim();
