import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export type Pair = { certificate: string; key: string };

const EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const openssl = (...args: string[]): void => void execFileSync("openssl", args, { stdio: "pipe" });

/** A certificate authority of its own. */
export function authority(folder: string, name: string): Pair {
  const pair = pairIn(folder, name);
  openssl("req", "-x509", ...EC, "-subj", `/CN=${name}`, "-days", "30", "-keyout", pair.key, "-out", pair.certificate);
  return pair;
}

/** A certificate for this machine, by an authority. With 0 `days` it has expired a second later. */
export function signed(folder: string, name: string, by: Pair, days = 30): Pair {
  const pair = pairIn(folder, name);
  const [request, names] = [join(folder, `${name}.csr`), join(folder, `${name}.ext`)];
  writeFileSync(names, "subjectAltName=IP:127.0.0.1\n");
  openssl("req", ...EC, "-subj", `/CN=${name}`, "-keyout", pair.key, "-out", request);
  const issuer = ["-CA", by.certificate, "-CAkey", by.key, "-CAcreateserial"];
  openssl(
    "x509",
    "-req",
    "-in",
    request,
    ...issuer,
    "-days",
    String(days),
    "-extfile",
    names,
    "-out",
    pair.certificate,
  );
  return pair;
}

const pairIn = (folder: string, name: string): Pair => ({
  certificate: join(folder, `${name}.pem`),
  key: join(folder, `${name}.key`),
});
