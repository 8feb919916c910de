import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "@/lib/config";
import { checkFiles } from "@/lib/engine-secrets";
import { tick } from "@/lib/evaluator/tick";
import { tlsTrouble } from "@/lib/gateways/engine-entrance";
import { labelNames, prometheus } from "@/lib/gateways/prometheus";
import { engineStates } from "@/lib/store/engine-state";
import { freePort } from "../evaluator/free-port";
import { type RunningEngine, running } from "../evaluator/running";
import { slo, worldOf } from "../truth/world";
import { authority, type Pair, signed } from "./certificates";

const PASSWORD = "the right password";
/** bcrypt of it, as Prometheus wants it. */
const HASH = "$2b$04$OQ9SbC9wmNWMHG1BKwdHJuaVAV/BtGEYyI2RLPlsWsDbOdFNMC.fu";
const WRONG = "hunter2-is-wrong";

let folder: string;
let engine: RunningEngine;
let expired: RunningEngine;
let [ca, other, own, foreign]: Pair[] = [];
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** A real Prometheus that asks for a password and a certificate, and shows one. */
async function guarded(name: string, server: Pair): Promise<RunningEngine> {
  const place = mkdtempSync(join(tmpdir(), `plumbline-${name}-`));
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  const web = file(
    `${name}-web.yml`,
    `tls_server_config: { cert_file: ${server.certificate}, key_file: ${server.key}, client_ca_file: ${ca?.certificate}, client_auth_type: RequireAndVerifyClientCert }
basic_auth_users: { plumbline: "${HASH}" }\n`,
  );
  const scrape = file(`${name}.yml`, "scrape_configs: []\n");
  const flags = [
    `--config.file=${scrape}`,
    `--storage.tsdb.path=${join(place, "data")}`,
    `--web.listen-address=127.0.0.1:${port}`,
    `--web.config.file=${web}`,
  ];
  // It is ready when it is asked as it wants to be; it looks at no password before that.
  const isUp = () =>
    asked({}, url).then(
      () => true,
      (error) => !/ECONNREFUSED|starting/i.test(error.message),
    );
  return running("prometheus", flags, { url, folder: place, isReady: isUp });
}

const settings = (env: Record<string, string>, url = engine.url) => ({
  PROMETHEUS_URL: url,
  PROMETHEUS_USER: "plumbline",
  PROMETHEUS_PASSWORD_FILE: join(folder, "password"),
  PROMETHEUS_CA_FILE: ca?.certificate ?? "",
  PROMETHEUS_CERT_FILE: own?.certificate ?? "",
  PROMETHEUS_KEY_FILE: own?.key ?? "",
  ...env,
});
const accessOf = (env: Record<string, string>, url?: string) => readConfig(settings(env, url)).prometheusAccess;
const asked = (env: Record<string, string>, url = engine.url) =>
  prometheus(url, accessOf(env, url)).range("vector(7)", 60, 60, 60);
/** What is told of it, to the last corner of the error. */
const refused = async (env: Record<string, string>, url?: string) => {
  const error = await asked(env, url).catch((caught: unknown) => caught);
  expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/hunter2|right password|Basic |Bearer /);
  return error as Error;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-access-"));
  [ca, other] = [authority(folder, "ca"), authority(folder, "other")];
  [own, foreign] = [signed(folder, "own", ca), signed(folder, "foreign", other)];
  file("password", `${PASSWORD}\n`);
  engine = await guarded("engine", signed(folder, "server", ca));
  expired = await guarded("expired", signed(folder, "old", ca, 0));
});
afterAll(async () => {
  await Promise.all([engine?.stop(), expired?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

describe("an engine behind a password and certificates", () => {
  test("answers to whoever has them, also for the names of labels", async () => {
    expect(await asked({})).toEqual([{ labels: {}, values: [[60, 7]] }]);
    const limits = { timeoutMs: 5000, maxBytes: 1000 };
    expect(await labelNames(engine.url, accessOf({}), { selector: "up", from: 0, to: 60 }, limits)).toEqual([]);
  });

  test("refuses a wrong password in words that name it, and takes the right one as soon as its file holds it", async () => {
    const changing = file("changing", WRONG);
    const engineOf = prometheus(engine.url, accessOf({ PROMETHEUS_PASSWORD_FILE: changing }));
    await expect(engineOf.range("vector(7)", 60, 60, 60)).rejects.toMatchObject({
      fault: "credentials",
      message: `${new URL(engine.url).host} refuses our credentials (HTTP 401): mend PROMETHEUS_USER or PROMETHEUS_PASSWORD_FILE`,
    });
    writeFileSync(changing, PASSWORD);
    expect(await engineOf.range("vector(7)", 60, 60, 60)).toHaveLength(1);
    rmSync(changing);
    await expect(engineOf.range("vector(7)", 60, 60, 60)).rejects.toThrow(
      `cannot be asked: PROMETHEUS_PASSWORD_FILE="${changing}": is not there`,
    );
  });

  test("that refuses our credentials keeps the cursors waiting, and the page says why", async () => {
    const world = worldOf(engine.url, [slo("shop", "bad", 'failed{job="shop"}', 'served{job="shop"}')]);
    const denied = { ...world, engine: prometheus(engine.url, accessOf({ PROMETHEUS_USER: "somebody" })) };
    await expect(tick(denied, new Date())).rejects.toThrow(/refuses our credentials/);
    expect(engineStates(world.db).get("default")).toMatchObject({
      answeredAt: null,
      error: /^127.* refuses our credentials \(HTTP 401\)/,
    });
  });

  test.each<[string, Record<string, string>, RegExp]>([
    [
      "a wrong password",
      { PROMETHEUS_PASSWORD: WRONG, PROMETHEUS_PASSWORD_FILE: "" },
      /refuses our credentials.*PROMETHEUS_PASSWORD$/,
    ],
    [
      "no password at all",
      { PROMETHEUS_USER: "", PROMETHEUS_PASSWORD_FILE: "" },
      /refuses our credentials \(HTTP 401\): set PROMETHEUS_USER/,
    ],
    [
      "a token instead",
      { PROMETHEUS_USER: "", PROMETHEUS_PASSWORD_FILE: "", PROMETHEUS_TOKEN: WRONG },
      /refuses our credentials.*mend PROMETHEUS_TOKEN$/,
    ],
    [
      "no CA",
      { PROMETHEUS_CA_FILE: "" },
      /shows a certificate that we do not trust \(.*\): name its CA in PROMETHEUS_CA_FILE/,
    ],
    [
      "no certificate",
      { PROMETHEUS_CERT_FILE: "", PROMETHEUS_KEY_FILE: "" },
      /refuses our certificate, or that we show none.*PROMETHEUS_CERT_FILE/,
    ],
  ])("%s is told apart from silence", async (_, env, message) => {
    expect(await refused(env)).toMatchObject({ fault: "credentials", message: expect.stringMatching(message) });
  });

  test("the wrong CA, and a certificate by somebody else", async () => {
    expect(await refused({ PROMETHEUS_CA_FILE: other?.certificate ?? "" })).toMatchObject({
      message: expect.stringMatching(/we do not trust/),
    });
    const stranger = { PROMETHEUS_CERT_FILE: foreign?.certificate ?? "", PROMETHEUS_KEY_FILE: foreign?.key ?? "" };
    expect(await refused(stranger)).toMatchObject({ message: expect.stringMatching(/refuses our certificate/) });
  });

  test("an engine whose certificate has expired, and one that speaks no TLS", async () => {
    expect(await refused({}, expired.url)).toMatchObject({
      fault: "credentials",
      message: expect.stringMatching(/shows a certificate that has expired/),
    });
    const plain = createServer((_, response) => response.end("{}"));
    await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
    const { port } = plain.address() as AddressInfo;
    expect(await refused({}, `https://127.0.0.1:${port}`)).toMatchObject({
      message: expect.stringMatching(/speaks no TLS: PROMETHEUS_URL may have to begin with http/),
    });
    plain.close();
  });
});

test("a host that is called after alerts and is not found is no matter of certificates", () => {
  expect(tlsTrouble("prometheus.alerting", "ENOTFOUND", "getaddrinfo ENOTFOUND prometheus.alerting")).toBeNull();
});

describe("before the start", () => {
  const trouble = (env: Record<string, string>, now = new Date()): string => {
    try {
      checkFiles(accessOf(env), now);
    } catch (error) {
      return (error as Error).message.replaceAll(folder, "");
    }
    return "none";
  };
  const inAYear = new Date(Date.now() + 366 * 86_400_000);

  test("what is right passes", () => {
    expect(trouble({})).toBe("none");
  });

  test("each file that cannot be used is one line that names its variable", () => {
    const nonsense = file("nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    const empty = file("empty", "\n");
    const lines = file("lines", "one\ntwo\n");
    expect(trouble({ PROMETHEUS_PASSWORD_FILE: join(folder, "none") })).toBe(
      'PROMETHEUS_PASSWORD_FILE="/none": is not there',
    );
    expect(trouble({ PROMETHEUS_PASSWORD_FILE: empty })).toBe('PROMETHEUS_PASSWORD_FILE="/empty": is empty');
    expect(trouble({ PROMETHEUS_PASSWORD_FILE: lines })).toBe(
      'PROMETHEUS_PASSWORD_FILE="/lines": holds more than one line',
    );
    expect(trouble({ PROMETHEUS_CA_FILE: folder })).toBe('PROMETHEUS_CA_FILE="": is a folder');
    expect(trouble({ PROMETHEUS_CA_FILE: nonsense })).toBe(
      'PROMETHEUS_CA_FILE="/nonsense": holds no certificate in PEM',
    );
    expect(trouble({ PROMETHEUS_KEY_FILE: nonsense })).toBe(
      'PROMETHEUS_KEY_FILE="/nonsense": holds no private key in PEM that is open to us',
    );
    expect(trouble({ PROMETHEUS_KEY_FILE: foreign?.key ?? "" })).toBe(
      'PROMETHEUS_KEY_FILE="/foreign.key": holds another key than that of PROMETHEUS_CERT_FILE',
    );
    expect(trouble({}, inAYear)).toMatch(
      /^PROMETHEUS_CA_FILE="\/ca.pem": holds a certificate that expired on \d{4}-\d\d-\d\d$/,
    );
    const expiredOne = join(folder, "old.pem");
    const both = file(
      "both.pem",
      [expiredOne, ca?.certificate ?? ""].map((each) => readFileSync(each, "utf8")).join(""),
    );
    expect(trouble({ PROMETHEUS_CA_FILE: both }), "a bundle while the CA is replaced").toBe("none");
    expect(trouble({ PROMETHEUS_CA_FILE: "" }, inAYear)).toMatch(/^PROMETHEUS_CERT_FILE="\/own.pem": holds .* expired/);
  });
});

describe("an engine behind a bearer token", () => {
  let door: Server;
  let url: string;
  let known = "first-token";
  beforeAll(async () => {
    const answer = { status: "success", data: { resultType: "matrix", result: [] } };
    door = createServer((request, response) => {
      const isKnown = request.headers.authorization === `Bearer ${known}`;
      response.writeHead(isKnown ? 200 : 403, { "content-type": "application/json" });
      response.end(JSON.stringify(isKnown ? answer : {}));
    });
    await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  });
  afterAll(() => void door?.close());

  test("is asked with the token that its file holds now", async () => {
    const token = file("token", "first-token\n");
    const env = { PROMETHEUS_URL: url, PROMETHEUS_TOKEN_FILE: token };
    const asking = prometheus(url, readConfig(env).prometheusAccess);
    expect(await asking.range("up", 60, 60, 60)).toEqual([]);
    known = "second-token";
    await expect(asking.range("up", 60, 60, 60)).rejects.toMatchObject({
      fault: "credentials",
      message: expect.stringMatching(/refuses our credentials \(HTTP 403\): mend PROMETHEUS_TOKEN_FILE$/),
    });
    writeFileSync(token, "second-token\n");
    expect(await asking.range("up", 60, 60, 60)).toEqual([]);
  });
});
