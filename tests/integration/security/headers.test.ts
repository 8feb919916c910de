import { afterAll, expect, test, vi } from "vitest";
import { MANIFEST } from "./manifest";
import { type Served, served } from "./served";

vi.setConfig({ testTimeout: 600_000 });

const running: Served[] = [];
const start = async (env: Record<string, string>): Promise<Served> => {
  const server = await served({ ANONYMOUS_READ: "on", ...env });
  running.push(server);
  return server;
};
afterAll(() => Promise.all(running.map((each) => each.stop())));

const nonceIn = (headers: Headers): string | undefined =>
  /script-src [^;]*'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1];

/** What no route answers: files, redirects, nothing, and what cannot be read. */
const BESIDE_ROUTES = [
  "/nowhere",
  "/api/nowhere",
  "/icon.svg",
  "/slos/",
  "//x",
  "/%FF",
  "/decisions/%c0%af",
  "/_next/static/x.js",
];

/** What differs on purpose: the frame that draws diagrams is ours to frame, and a badge is for other sites' pages. */
const OWN_HEADERS: readonly [address: RegExp, headers: Record<string, unknown>][] = [
  [
    /^\/-\/diagram$/,
    {
      "content-security-policy": expect.stringMatching(
        /^default-src 'none'; .*sandbox allow-scripts; frame-ancestors 'self'$/,
      ),
      "x-frame-options": "SAMEORIGIN",
    },
  ],
  [/\/badge\.svg(\?|$)/, { "cross-origin-resource-policy": "cross-origin" }],
];

test("every answer carries the headers of all answers: pages, the API, errors, redirects and files", async () => {
  const server = await start({ PUBLIC_URL: "https://plumbline.example" });
  const addresses = [
    ...MANIFEST.filter(([route]) => /^(GET|PAGE) /.test(route)).map(
      ([route, , address]) => address ?? route.split(" ")[1] ?? "",
    ),
    ...BESIDE_ROUTES,
  ];
  const asked = [
    ...addresses.map((address) => ({ address, method: "GET" })),
    ...["/api/v1/slos", "/"].flatMap((address) => ["POST", "DELETE", "OPTIONS"].map((method) => ({ address, method }))),
  ];
  const nonces = new Set<string>();
  for (const { address, method } of asked) {
    const answer = await fetch(server.url + address, { method, redirect: "manual" });
    const body = await answer.text();
    expect({ address, method, status: answer.status, headers: Object.fromEntries(answer.headers) }).toMatchObject({
      status: expect.toSatisfy((status: number) => status < 500),
      headers: {
        "content-security-policy": expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'/),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "permissions-policy": expect.stringContaining("camera=()"),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "strict-transport-security": "max-age=31536000; includeSubDomains",
        ...OWN_HEADERS.find(([own]) => own.test(address))?.[1],
      },
    });
    expect(answer.headers.get("x-powered-by")).toBeNull();
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    if (!address.includes(".")) expect(answer.headers.get("cache-control") ?? "no-store", address).toMatch(/no-store/);
    const nonce = nonceIn(answer.headers);
    if (nonce === undefined) continue;
    expect(nonces.has(nonce), address).toBe(false);
    nonces.add(nonce);
    // A page's own scripts bear it, each of them.
    for (const [tag] of body.matchAll(/<script[^>]*>/g)) expect(tag, address).toContain(`nonce="${nonce}"`);
  }
});

test("a caller's own policy and nonce are not taken for ours", async () => {
  const server = running[0] ?? (await start({}));
  const forged = "Zm9yZ2VkZm9yZ2VkZm9yZ2Vk";
  const policy = `script-src 'nonce-${forged}'`;
  const headers = {
    "content-security-policy": policy,
    "content-security-policy-report-only": policy,
    "x-nonce": forged,
  };
  for (const path of ["/", "/slos/checkout", "/nowhere"]) {
    const answer = await fetch(server.url + path, { headers });
    expect([...answer.headers.values(), await answer.text()].join("\n")).not.toContain(forged);
  }
});

test("browsers are held to https only where people use it", async () => {
  const server = await start({ RATE_LIMIT: "2", METRICS_TOKEN: "0123456789abcdef" });
  expect((await fetch(server.url)).headers.get("strict-transport-security")).toBeNull();
  // With a token, being on loopback is not enough, whatever a header says.
  expect((await fetch(`${server.url}/metrics`, { headers: { "x-forwarded-for": "127.0.0.1" } })).status).toBe(401);
});

/** The statuses of costly reads, each of which says that it comes from another address. */
const reads = async (server: Served, count: number, forwarded: (i: number) => string, caller?: "viewer" | "editor") => {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) {
    const address = `${server.url}/api/v1/slos/checkout/counts?from=2026-01-01T00:00:00Z`;
    const forged = {
      "x-forwarded-for": forwarded(i),
      "x-client-address": `9.9.9.${i}`,
      "x-real-ip": `9.9.9.${i}`,
      forwarded: `for=9.9.9.${i}`,
    };
    const answer = await fetch(address, { headers: { ...forged, ...(caller ? server.headersOf(caller) : {}) } });
    statuses.push(answer.status);
    if (answer.status === 429) {
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await answer.json()).toMatchObject({
        title: "too-many-requests",
        status: 429,
        wayOut: expect.any(String),
      });
    }
  }
  return statuses;
};
const eight = Array<number>(8).fill(200);

test("costly reads are limited by the socket's address, and forged headers do not help", async () => {
  const server = running[1] ?? (await start({ RATE_LIMIT: "2" }));
  expect(await reads(server, 10, (i) => `10.0.0.${i}`)).toEqual([...eight, 429, 429]);
  // Whoever is known has a share of their own.
  expect(await reads(server, 9, () => "10.0.0.1", "viewer")).toEqual([...eight, 429]);
  expect(await reads(server, 1, () => "10.0.0.1", "editor")).toEqual([200]);
});

test("behind one trusted proxy, what the proxy adds counts, and what the caller wrote before does not", async () => {
  const server = await start({ RATE_LIMIT: "2", TRUST_PROXY: "1" });
  expect(await reads(server, 10, (i) => `10.9.9.${i}, 10.0.0.1`)).toEqual([...eight, 429, 429]);
  expect(await reads(server, 1, () => "10.0.0.1, 10.0.0.2")).toEqual([200]);
});

test("what screens ask for arrives as JSON, whatever packing the browser takes", async () => {
  const server = await start({});
  for (const [route, , address] of MANIFEST.filter(([route]) => route.startsWith("GET /api/screens/")))
    for (const packing of ["gzip, deflate, br", "identity"]) {
      const asked = (address ?? route.split(" ")[1]) as string;
      const answer = await fetch(server.url + asked, { headers: { "accept-encoding": packing } });
      expect(JSON.parse(await answer.text()), asked).toBeTypeOf("object");
    }
});
