import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Access, Secret } from "./engine-access";
import { whyUnreadable } from "./why-unreadable";

/** What the files of an access hold, as TLS takes it. */
export type Certificates = { ca?: string; cert?: string; key?: string };

/** A file that cannot be used as what its variable says. */
export class AccessTrouble extends Error {
  readonly wayOut: string;
  constructor(variable: string, file: string, why: string) {
    super(`${variable}=${JSON.stringify(file)}: ${why}`);
    this.name = "AccessTrouble";
    this.wayOut = `Mend the file or ${variable}.`;
  }
}

/** The header that says who we are, read anew each time: tokens are replaced while we run. @throws AccessTrouble */
export function authorization({ credentials }: Access): Record<string, string> {
  if (!credentials) return {};
  if (credentials.kind === "bearer") return { Authorization: `Bearer ${textOf(credentials.token)}` };
  const { user, password } = credentials;
  return { Authorization: `Basic ${Buffer.from(`${user}:${textOf(password)}`).toString("base64")}` };
}

/** @throws AccessTrouble */
export function certificates({ tls }: Access): Certificates {
  return {
    ...(tls?.ca ? { ca: readNamed(tls.ca) } : {}),
    ...(tls?.client ? { cert: readNamed(tls.client.certificate), key: readNamed(tls.client.key) } : {}),
  };
}

/**
 * What can be known of the files before the engine is asked: whether they are there, hold what they should, belong together
 * and are in time. @throws AccessTrouble
 */
export function checkFiles(access: Access, now: Date): void {
  authorization(access);
  const { ca, cert, key } = certificates(access);
  const { tls } = access;
  if (tls?.ca && ca !== undefined) oneInTime(certificatesIn(ca, tls.ca), tls.ca, now);
  if (!tls?.client || cert === undefined || key === undefined) return;
  const { certificate, key: keyFile } = tls.client;
  const [own] = certificatesIn(cert, certificate);
  if (own) inTime(own, certificate, now);
  let secret: ReturnType<typeof createPrivateKey>;
  try {
    secret = createPrivateKey(key);
  } catch {
    throw new AccessTrouble(keyFile.variable, keyFile.file, "holds no private key in PEM that is open to us");
  }
  if (!own?.checkPrivateKey(secret))
    throw new AccessTrouble(keyFile.variable, keyFile.file, `holds another key than that of ${certificate.variable}`);
}

type NamedFile = { variable: string; file: string };

function textOf(secret: Secret): string {
  const text = ("text" in secret ? secret.text : readNamed(secret)).trim();
  // Bytes that no header may hold; what they are is nobody's business.
  if ("file" in secret && (text === "" || /[\r\n\0]/.test(text)))
    throw new AccessTrouble(secret.variable, secret.file, text === "" ? "is empty" : "holds more than one line");
  return text;
}

function readNamed({ variable, file }: NamedFile): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new AccessTrouble(variable, file, whyUnreadable(error));
  }
}

function certificatesIn(text: string, { variable, file }: NamedFile): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {}
  throw new AccessTrouble(variable, file, "holds no certificate in PEM");
}

function inTime({ validFrom, validTo }: X509Certificate, { variable, file }: NamedFile, now: Date): void {
  if (Date.parse(validTo) < now.getTime())
    throw new AccessTrouble(variable, file, `holds a certificate that expired on ${day(validTo)}`);
  if (Date.parse(validFrom) > now.getTime())
    throw new AccessTrouble(variable, file, `holds a certificate that is not valid before ${day(validFrom)}`);
}

/** While a CA is replaced, a bundle holds the old one as well. */
function oneInTime(all: readonly X509Certificate[], file: NamedFile, now: Date): void {
  const isInTime = ({ validFrom, validTo }: X509Certificate): boolean =>
    Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo);
  const [first] = all;
  if (first && !all.some(isInTime)) inTime(first, file, now);
}

const day = (written: string): string => new Date(written).toISOString().slice(0, 10);
