import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { OPERATIONS } from "@/app/api/v1/_openapi/document";
import { documented, operationOf } from "../api/documented";
import { type Class, type Line, MANIFEST } from "./manifest";
import { routesIn } from "./routes";
import { CALLERS, type Caller, MARK, OTHER_PERSON, type Served, served } from "./served";

/** Ways of asking that once led past a proxy (CVE-2025-29927, CVE-2026-44574, -44575, -64642). */
const WAYS = {
  plain: (address: string) => ({ address, headers: {} }),
  rsc: (address: string) => ({
    address: `${address}${address.includes("?") ? "&" : "?"}_rsc=1`,
    headers: { rsc: "1" },
  }),
  segment: (address: string) => ({
    address,
    headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  }),
  subrequest: (address: string) => ({
    address,
    headers: { "x-middleware-subrequest": Array(5).fill("proxy").join(":"), "x-middleware-subrequest-id": "1" },
  }),
} as const;
type Way = keyof typeof WAYS;

const running: Served[] = [];
afterAll(() => Promise.all(running.map((each) => each.stop())));

/** What a caller has to be answered: a status of refusal, or that they are served. */
function expected(who: Class, caller: Caller, anonymousRead: boolean): "served" | 401 | 403 {
  if (who === "public" || who === "anybody" || who === "metrics") return "served";
  if (caller === "revoked" || caller === "expired") return 401;
  if (caller === "nobody") return anonymousRead && (who === "read" || who === "page") ? "served" : 401;
  const needed: Record<string, readonly Caller[]> = {
    editor: ["editor", "admin"],
    reviewer: ["other editor", "editor", "admin"],
    admin: ["admin"],
    "admin page": ["admin"],
    "session-only": [],
    "session-only page": [],
  };
  return needed[who]?.includes(caller) === false ? 403 : "served";
}

async function ask(server: Served, [route, , given, body, extra]: Line, caller: Caller, way: Way) {
  const [method = "", path = ""] = route.split(" ");
  const { address, headers } = WAYS[way](given ?? path);
  const isUnsafe = !["PAGE", "GET"].includes(method);
  const request: RequestInit = {
    method: method === "PAGE" ? "GET" : method,
    redirect: "manual",
    headers: {
      ...headers,
      ...server.headersOf(caller),
      ...(isUnsafe ? { origin: server.url, "content-type": "application/json", ...extra } : {}),
    },
    ...(isUnsafe ? { body: JSON.stringify(body ?? {}) } : {}),
  };
  let response = await fetch(server.url + address, request);
  // Next sends whoever brings RSC headers and a wrong hash of them to the same page with the right one, or with none.
  const elsewhere = new URL(response.headers.get("location") ?? "/elsewhere", server.url);
  if (response.status === 307 && elsewhere.pathname === new URL(server.url + address).pathname) {
    await response.arrayBuffer();
    response = await fetch(elsewhere, request);
  }
  const { status, headers: told } = response;
  return { status, headers: told, text: await response.text(), type: told.get("content-type") ?? "" };
}

/** What is wrong with an answer, or null. */
function faultOf(line: Line, caller: Caller, anonymousRead: boolean, answer: Awaited<ReturnType<typeof ask>>) {
  const [, who] = line;
  const { status, text, type } = answer;
  const wanted = expected(who, caller, anonymousRead);
  const isPage = who.endsWith("page");
  if (status >= 500) return `answers ${status}`;
  if (who === "anybody") return text.includes(MARK) || text.includes(OTHER_PERSON) ? "tells what it should not" : null;
  if (wanted === "served") {
    if (who === "own" && status === 403) return null;
    if (status === 401 || status === 403) return `is refused with ${status}: ${text.slice(0, 200)}`;
    // Some pages lead on to another one.
    if (isPage && status === 307) return null;
    if ((isPage || who === "read" || who === "public") && status !== 200) return `answers ${status}`;
    return null;
  }
  if (text.includes(OTHER_PERSON) || (!who.startsWith("admin") && caller === "nobody" && text.includes(MARK)))
    return `tells what it should not: …${text.slice(text.indexOf(MARK) - 100).slice(0, 200)}`;
  if ((caller === "revoked" || caller === "expired") && text.includes(MARK)) return "tells what it should not";
  // A page says in words why it shows nothing.
  if (isPage) return [200, 307, 401, 403, 404].includes(status) ? null : `answers ${status}`;
  if (status !== wanted) return `answers ${status} for ${wanted}: ${text.slice(0, 200)}`;
  return type.startsWith("application/problem+json") ? null : `answers with ${type}, not with a problem document`;
}

test("every route is in the manifest, and every line of the manifest is a route", () => {
  expect(MANIFEST.map(([route]) => route).sort()).toEqual(routesIn("app"));
});

test("a route is found however it is written", () => {
  const app = mkdtempSync(join(tmpdir(), "plumbline-routes-"));
  try {
    mkdirSync(join(app, "(group)", "[id]"), { recursive: true });
    mkdirSync(join(app, "auth", "[...all]"), { recursive: true });
    writeFileSync(join(app, "(group)", "page.tsx"), "");
    writeFileSync(
      join(app, "(group)", "[id]", "route.ts"),
      "export const GET = 1;\nexport async function PUT() {}\nconst PATCH = 1;\nconst gone = 1;\nexport { gone as DELETE };",
    );
    writeFileSync(join(app, "auth", "[...all]", "route.ts"), "export const { GET, POST } = handlers();");
    expect(routesIn(app)).toEqual([
      "DELETE /[id]",
      "GET /[id]",
      "GET /auth/[...all]",
      "PAGE /",
      "POST /auth/[...all]",
      "PUT /[id]",
    ]);
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
});

describe.each([false, true])("with ANONYMOUS_READ %s", (anonymousRead) => {
  test("every route answers every caller as its line says, however it is asked", { timeout: 900_000 }, async () => {
    const server = await served({ ANONYMOUS_READ: anonymousRead ? "on" : "off" });
    running.push(server);
    const undescribed = documented(await (await fetch(`${server.url}/api/v1/openapi.json`)).json());
    const isDescribed = new Set(OPERATIONS.map(({ route }) => route));
    const faults: string[] = [];
    let [asked, told] = [0, 0];
    for (const caller of CALLERS)
      for (const line of MANIFEST)
        for (const way of Object.keys(WAYS) as Way[]) {
          const answer = await ask(server, line, caller, way);
          asked++;
          if (answer.text.includes(MARK)) told++;
          const fault =
            faultOf(line, caller, anonymousRead, answer) ??
            (isDescribed.has(line[0]) ? undescribed(operationOf(line[0]), answer) : null);
          if (fault !== null) faults.push(`${line[0]} as ${caller}, ${way}: ${fault}`);
        }
    console.log(`${asked} requests walked every route; ${told} answers told something`);
    expect(faults).toEqual([]);
    // The mark would be seen: those who may read do see it.
    expect(told).toBeGreaterThan(asked / 10);
  });
});
