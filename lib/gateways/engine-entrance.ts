import "server-only";
import { Agent } from "node:https";
import { type Access, settingOf } from "@/lib/engine-access";
import { authorization, type Certificates, certificates } from "@/lib/engine-secrets";

/** How we come in, and who we say we are: the files are read anew, as they may be replaced while we run. @throws AccessTrouble */
export function entrance(access: Access): { agent: Agent | null; authorized: Record<string, string> } {
  const { entry = "" } = access;
  return { agent: access.tls ? agentFor(entry, certificates(access)) : null, authorized: authorization(access) };
}

const agents = new Map<string, { held: string; agent: Agent }>();

/** One of each engine for as long as its files hold the same, so that connections are kept. */
function agentFor(entry: string, certificates: Certificates): Agent {
  const held = JSON.stringify(certificates);
  const known = agents.get(entry);
  if (known?.held === held) return known.agent;
  const agent = new Agent({ ...certificates, keepAlive: true });
  agents.set(entry, { held, agent });
  return agent;
}

/** An engine that answers 401 or 403, and what to do about it. */
export function refusal(host: string, status: number, access: Access): string {
  return `${host} refuses our credentials (HTTP ${status}): ${wayIn(access)}`;
}

function wayIn(access: Access): string {
  const { credentials } = access;
  const [user, password, token, headers] = (
    ["PROMETHEUS_USER", "PROMETHEUS_PASSWORD_FILE", "PROMETHEUS_TOKEN_FILE", "PROMETHEUS_HEADERS"] as const
  ).map((name) => settingOf(access, name));
  if (!credentials) return `set ${user} and ${password}, ${token} or ${headers}`;
  if (credentials.kind === "bearer") return `mend ${credentials.token.variable}`;
  return `mend ${user} or ${credentials.password.variable}`;
}

type Setting = (name: Parameters<typeof settingOf>[1]) => string;

/**
 * What TLS says, and what to do about it. OpenSSL names what the other side objects to as an alert, and what it holds against
 * the other's certificate as a code of its own.
 */
const TLS_TROUBLES: readonly (readonly [
  said: RegExp,
  told: (host: string, said: string, setting: Setting) => string,
])[] = [
  [/CERT_HAS_EXPIRED/, (host) => `${host} shows a certificate that has expired: it needs a new one`],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID/,
    (host, _, setting) =>
      `${host} shows a certificate for another name: ${setting("PROMETHEUS_URL")} must be an address that it names`,
  ],
  [
    /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_SIGNATURE|CERT_UNTRUSTED|INVALID_CA/,
    (host, said, setting) =>
      `${host} shows a certificate that we do not trust (${said}): name its CA in ${setting("PROMETHEUS_CA_FILE")}`,
  ],
  [
    // Not the word alone: a host may be called after it.
    /\bSSL alert|(?:sslv3|tlsv1[\w.]*) alert|ERR_SSL_\w*ALERT/,
    (host, said, setting) =>
      `${host} refuses our certificate, or that we show none (${said}): mend ${setting("PROMETHEUS_CERT_FILE")} and ${setting("PROMETHEUS_KEY_FILE")}`,
  ],
  [
    /wrong version number|packet length too long/,
    (host, _, setting) => `${host} speaks no TLS: ${setting("PROMETHEUS_URL")} may have to begin with http://`,
  ],
];

/** What a certificate has to do with an engine's silence; null where it has nothing. */
export function tlsTrouble(
  host: string,
  code: string,
  reason: string,
  access: Pick<Access, "entry"> = {},
): string | null {
  const found = TLS_TROUBLES.find(([sign]) => sign.test(`${code} ${reason}`));
  return found ? found[1](host, briefly(reason), (name) => settingOf(access, name)) : null;
}

/** OpenSSL's words alone, without where in it they were said. */
const briefly = (reason: string): string => /:SSL routines:[^:]*:([^:]+):/.exec(reason)?.[1] ?? reason.trim();
