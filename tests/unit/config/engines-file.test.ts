import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readConfig } from "@/lib/config";

const folder = mkdtempSync(join(tmpdir(), "plumbline-engines-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PROMETHEUS_URL = "http://prometheus.example:9090";
let files = 0;
const fileWith = (text: string): string => {
  const file = join(folder, `${files++}.yaml`);
  writeFileSync(file, text);
  return file;
};
const read = (text: string, env: Record<string, string> = { PROMETHEUS_URL }) =>
  readConfig({ ...env, ENGINES_FILE: fileWith(text) });
const refusal = (text: string, env?: Record<string, string>): string => {
  try {
    read(text, env);
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, "").replace(/\d+\.yaml/, "FILE");
  }
  return "was read";
};
const eu = (more: string): string => `engines:\n  - name: eu\n    url: https://eu.example\n    ${more}\n`;

describe("the file of the engines", () => {
  test("holds engines beside that of PROMETHEUS_URL, each with its own ways in, delay and labels", () => {
    const text = [
      "engines:",
      "  - name: eu",
      "    url: https://mimir.example/prometheus",
      "    headers: { X-Scope-OrgID: shop }",
      "    user: plumbline",
      "    passwordFile: /run/secrets/eu",
      "    caFile: /etc/ca.pem",
      "    certFile: /etc/own.pem",
      "    keyFile: /etc/own.key",
      "    delay: 2m",
      "    grafanaDatasource: mimir-eu",
      "    labels: { cluster: eu }",
      "  - name: logs.us_1",
      "    url: http://victoria:8428",
      "    tokenFile: token",
    ].join("\n");
    const { prometheusUrl, namedEngines } = read(text);
    expect(prometheusUrl).toBe(PROMETHEUS_URL);
    expect(namedEngines).toEqual([
      {
        name: "eu",
        url: "https://mimir.example/prometheus",
        delaySeconds: 120,
        grafanaDatasource: "mimir-eu",
        access: {
          entry: "eu",
          labels: { cluster: "eu" },
          headers: { "X-Scope-OrgID": "shop" },
          credentials: {
            kind: "basic",
            user: "plumbline",
            password: { variable: "ENGINES_FILE eu.passwordFile", file: "/run/secrets/eu" },
          },
          tls: {
            ca: { variable: "ENGINES_FILE eu.caFile", file: "/etc/ca.pem" },
            client: {
              certificate: { variable: "ENGINES_FILE eu.certFile", file: "/etc/own.pem" },
              key: { variable: "ENGINES_FILE eu.keyFile", file: "/etc/own.key" },
            },
          },
        },
      },
      {
        name: "logs.us_1",
        url: "http://victoria:8428",
        delaySeconds: null,
        grafanaDatasource: null,
        access: {
          entry: "logs.us_1",
          headers: {},
          credentials: { kind: "bearer", token: { variable: "ENGINES_FILE logs.us_1.tokenFile", file: "token" } },
        },
      },
    ]);
  });

  test("may hold the default engine in the place of PROMETHEUS_URL", () => {
    const text =
      "engines:\n  - { name: default, url: https://a.example, delay: 90s }\n  - { name: b, url: http://b.example }";
    const config = read(text, {});
    expect(config.prometheusUrl).toBe("https://a.example");
    expect(config.prometheusEntry).toEqual({ delaySeconds: 90, grafanaDatasource: null });
    expect(config.namedEngines?.map(({ name }) => name)).toEqual(["b"]);
    expect(refusal(text)).toBe(
      'ENGINES_FILE="FILE": holds an engine default, and PROMETHEUS_URL is set: one of them is too many',
    );
    expect(refusal(eu("delay: 90s"), {})).toBe(
      'ENGINES_FILE="FILE": holds no engine default, which is asked where an SLO names none, and PROMETHEUS_URL is not set',
    );
  });

  test("without it there is one engine, as before", () => {
    expect(readConfig({ PROMETHEUS_URL }).namedEngines).toBeNull();
    expect(readConfig({}).namedEngines).toBeNull();
  });

  const KNOWN =
    "name, url, headers, user, passwordFile, tokenFile, caFile, certFile, keyFile, delay, grafanaDatasource, labels";
  test.each([
    ["engines: [", "FILE:1: is not YAML: "],
    ["", 'ENGINES_FILE="FILE": is not one map that holds a list of engines alone'],
    ["engine: []", 'ENGINES_FILE="FILE": is not one map that holds a list of engines alone'],
    ["engines: []", "FILE:1: engines: holds not 1 to 50 of them"],
    ["engines:\n  - url: http://a", "FILE:2: engines[0]: name: is missing"],
    ["engines:\n  - name: a b\n    url: http://a", "FILE:2: engines[0] (a b): name: is not a name of at most 63"],
    ["engines:\n  - name: eu\n    url: ftp://a", "FILE:3: engines[0] (eu): url: is not an http(s) address"],
    ["engines:\n  - name: eu", "FILE:2: engines[0] (eu): url: is not an http(s) address"],
    [eu("pasword: x"), `FILE:4: engines[0] (eu): pasword: is none of ${KNOWN}`],
    [eu("password: hunter2"), `FILE:4: engines[0] (eu): password: is none of ${KNOWN}`],
    [eu("headers: shop"), "FILE:4: engines[0] (eu): headers: is no map of header names and texts"],
    [
      eu("headers: { X-Scope-OrgID: 12 }"),
      "FILE:4: engines[0] (eu): headers.X-Scope-OrgID: is no text: put it between",
    ],
    [eu("headers: { a b: c }"), "FILE:4: engines[0] (eu): headers: holds a name or a value that no HTTP header may"],
    [eu("user: a:b"), "FILE:4: engines[0] (eu): user: holds a colon"],
    [eu("user: a"), "FILE:2: engines[0] (eu): passwordFile: is not set, but user is"],
    [eu("passwordFile: f"), "FILE:2: engines[0] (eu): user: is not set, but passwordFile is"],
    [eu("certFile: f"), "FILE:2: engines[0] (eu): keyFile: is not set, but certFile is"],
    [
      eu("{}\n".replace("{}", "user: a\n    passwordFile: f\n    tokenFile: g")),
      "FILE:6: engines[0] (eu): tokenFile: is set, and so is user: one of them is too many",
    ],
    [
      eu("tokenFile: f\n    headers: { authorization: x }"),
      "FILE:5: engines[0] (eu): headers: holds an Authorization header, and tokenFile is set: one of them is too many",
    ],
    [
      "engines:\n  - { name: eu, url: http://a, caFile: f }",
      "FILE:2: engines[0] (eu): caFile: is set, but url is an http address: certificates are for https",
    ],
    [eu("delay: 2h"), "FILE:4: engines[0] (eu): delay: is not a delay from 1s to 1h, such as 90s"],
    [eu("grafanaDatasource: a b"), "FILE:4: engines[0] (eu): grafanaDatasource: is not the uid of a data source"],
    [eu("delay: 90"), "FILE:4: engines[0] (eu): delay: is no text such as 90s"],
    [eu("labels: [eu]"), "FILE:4: engines[0] (eu): labels: is no map of labels"],
    [eu("labels: { __name__: up }"), "FILE:4: engines[0] (eu): labels.__name__: is no label that tells clusters"],
    [eu("labels: { a-b: c }"), "FILE:4: engines[0] (eu): labels.a-b: is no label that tells clusters"],
    [eu("labels: { cluster: 1 }"), "FILE:4: engines[0] (eu): labels.cluster: is no text"],
    [`${eu("delay: 1m")}  - { name: eu, url: http://b }`, "FILE:5: engines[1] (eu): name: is the name of engines[0]"],
  ])("%j is refused by the file, the entry and the field", (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  test("a file that is not there is refused by its name", () => {
    expect(() => readConfig({ PROMETHEUS_URL, ENGINES_FILE: join(folder, "none") })).toThrow(
      `ENGINES_FILE=${JSON.stringify(join(folder, "none"))}: is not there`,
    );
  });

  test("no refusal tells what is secret", () => {
    expect(refusal("engines:\n  - { name: eu, url: 'https://a:hunter2@eu.example' }")).toBe(
      "FILE:2: engines[0] (eu): url: holds a user or a password, which user and passwordFile are for",
    );
    for (const text of [eu("headers: { X-Key: [hunter2] }"), eu("headers: { X Key: hunter2 }"), eu("token: hunter2")])
      expect(refusal(text)).not.toContain("hunter2");
  });
});
