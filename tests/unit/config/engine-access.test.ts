import { describe, expect, test } from "vitest";
import { readConfig } from "@/lib/config";

const URL = "https://engine.example";
const messageOf = (env: Record<string, string>): string => {
  try {
    readConfig({ PROMETHEUS_URL: URL, ...env });
  } catch (error) {
    return (error as Error).message;
  }
  return "was read";
};

describe("how the engine is asked", () => {
  test("a user has a password, as it is or in a file", () => {
    const own = { PROMETHEUS_URL: URL, PROMETHEUS_USER: "plumbline" };
    expect(readConfig({ ...own, PROMETHEUS_PASSWORD: "hunter2" }).prometheusAccess.credentials).toEqual({
      kind: "basic",
      user: "plumbline",
      password: { variable: "PROMETHEUS_PASSWORD", text: "hunter2" },
    });
    expect(readConfig({ ...own, PROMETHEUS_PASSWORD_FILE: "/run/secret" }).prometheusAccess.credentials).toEqual({
      kind: "basic",
      user: "plumbline",
      password: { variable: "PROMETHEUS_PASSWORD_FILE", file: "/run/secret" },
    });
  });

  test("a token, and certificates", () => {
    const access = readConfig({
      PROMETHEUS_URL: URL,
      PROMETHEUS_HEADERS: '{"X-Scope-OrgID": "shop"}',
      PROMETHEUS_TOKEN_FILE: "/run/token",
      PROMETHEUS_CA_FILE: "/etc/ca.pem",
      PROMETHEUS_CERT_FILE: "/etc/own.pem",
      PROMETHEUS_KEY_FILE: "/etc/own.key",
    }).prometheusAccess;
    expect(access).toEqual({
      headers: { "X-Scope-OrgID": "shop" },
      credentials: { kind: "bearer", token: { variable: "PROMETHEUS_TOKEN_FILE", file: "/run/token" } },
      tls: {
        ca: { variable: "PROMETHEUS_CA_FILE", file: "/etc/ca.pem" },
        client: {
          certificate: { variable: "PROMETHEUS_CERT_FILE", file: "/etc/own.pem" },
          key: { variable: "PROMETHEUS_KEY_FILE", file: "/etc/own.key" },
        },
      },
    });
  });

  test.each<[string, Record<string, string>]>([
    ["PROMETHEUS_PASSWORD_FILE: is not set, but PROMETHEUS_USER is", { PROMETHEUS_USER: "a" }],
    ["PROMETHEUS_USER: is not set, but PROMETHEUS_PASSWORD is", { PROMETHEUS_PASSWORD: "hunter2" }],
    [
      'PROMETHEUS_PASSWORD_FILE="f": is set, and so is PROMETHEUS_PASSWORD: one of them is too many',
      { PROMETHEUS_USER: "a", PROMETHEUS_PASSWORD: "hunter2", PROMETHEUS_PASSWORD_FILE: "f" },
    ],
    [
      'PROMETHEUS_TOKEN_FILE="f": is set, and so is PROMETHEUS_TOKEN: one of them is too many',
      { PROMETHEUS_TOKEN: "hunter2", PROMETHEUS_TOKEN_FILE: "f" },
    ],
    [
      "PROMETHEUS_TOKEN: is set, and so is PROMETHEUS_USER: one of them is too many",
      { PROMETHEUS_USER: "a", PROMETHEUS_PASSWORD: "b", PROMETHEUS_TOKEN: "hunter2" },
    ],
    [
      "PROMETHEUS_HEADERS: holds an Authorization header, and PROMETHEUS_TOKEN is set: one of them is too many",
      { PROMETHEUS_TOKEN: "hunter2", PROMETHEUS_HEADERS: '{"authorization": "Bearer hunter2"}' },
    ],
    ["PROMETHEUS_KEY_FILE: is not set, but PROMETHEUS_CERT_FILE is", { PROMETHEUS_CERT_FILE: "c" }],
    ["PROMETHEUS_CERT_FILE: is not set, but PROMETHEUS_KEY_FILE is", { PROMETHEUS_KEY_FILE: "k" }],
    [
      'PROMETHEUS_CA_FILE="c": is set, but PROMETHEUS_URL is an http address: certificates are for https',
      { PROMETHEUS_URL: "http://engine.example", PROMETHEUS_CA_FILE: "c" },
    ],
    ["PROMETHEUS_URL: is not set, but PROMETHEUS_TOKEN is", { PROMETHEUS_URL: "", PROMETHEUS_TOKEN: "hunter2" }],
    ['PROMETHEUS_USER="a:b": holds a colon, which no name of basic authentication may', { PROMETHEUS_USER: "a:b" }],
    [
      "PROMETHEUS_URL: holds a user or a password, which PROMETHEUS_USER and PROMETHEUS_PASSWORD_FILE are for",
      { PROMETHEUS_URL: "https://a:hunter2@engine.example" },
    ],
  ])("%s", (message, env) => {
    expect(messageOf(env)).toBe(message);
    expect(messageOf(env)).not.toContain("hunter2");
  });
});
