import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exampleOn, OPERATIONS } from "@/app/api/v1/_openapi/document";
import type { Operation } from "@/app/api/v1/_openapi/operation";
import * as tables from "@/db/people";
import { CREDENTIALS, type Served, served } from "../security/served";
import { documented, operationOf } from "./documented";

let server: Served;
let cookie: string;
let undescribed: ReturnType<typeof documented>;

beforeAll(async () => {
  server = await served({ COSTS_DIR: "docs/adr" });
  server.db.update(tables.people).set({ role: "admin" }).where(eq(tables.people.id, "signing-in")).run();
  const signedIn = await fetch(`${server.url}/api/auth/sign-in`, {
    method: "POST",
    headers: { origin: server.url, "content-type": "application/json" },
    body: JSON.stringify(CREDENTIALS),
  });
  undescribed = documented(await (await fetch(`${server.url}/api/v1/openapi.json`)).json());
  cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
});
afterAll(() => server?.stop());

/** Examples that a small world without an engine cannot serve, with the documented problem that answers them, and why. */
const REFUSED: Record<string, number> = {
  // The meeting is held already; another quarter's could be started today and not in a year.
  "POST /api/v1/revisits/[quarter]": 409,
  // An action comes of an earlier meeting.
  "POST /api/v1/revisits/[quarter]/actions/[id]": 404,
  // The engine has answered before anybody could give up.
  "DELETE /api/v1/breaches/[id]/contribution": 404,
};

const partsOf = ({ route, example: { path = {}, terms = {} } }: Operation) => {
  const [method = "", pattern = ""] = route.split(" ");
  const address = pattern.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => path[name] ?? "");
  const query = new URLSearchParams(terms).toString();
  return { method, url: `${server.url}${address}${query && `?${query}`}` };
};

async function send(operation: Operation, more: Record<string, string> = {}, asSomebody = true): Promise<Response> {
  const { method, url } = partsOf(operation);
  const credentials = operation.access === "in-person" ? { cookie, origin: server.url } : server.headersOf("admin");
  return fetch(url, {
    method,
    headers: {
      ...(asSomebody ? credentials : { origin: server.url }),
      ...(operation.body ? { "content-type": "application/json" } : {}),
      ...more,
    },
    ...(operation.body ? { body: JSON.stringify(exampleOn(operation.example.body, new Date())) } : {}),
  });
}

/** The state that a change names, as somebody who had read it would. */
async function seen(operation: Operation): Promise<Record<string, string>> {
  if (!operation.ifMatch) return {};
  const ask = async (path: string) => fetch(`${server.url}${path}`, { headers: server.headersOf("admin") });
  if (operation.route.includes("/definition"))
    return { "if-match": (await ask("/api/v1/slos/described/openslo")).headers.get("etag") ?? "" };
  if (operation.route.includes("/revisits/"))
    return {
      "if-match": (await ask("/api/v1/revisits/2026-Q4?d=adr%2F0001-checkout.md%23d1")).headers.get("etag") ?? "",
    };
  if (operation.route.includes("/people/")) {
    const { items } = await (await ask("/api/v1/people")).json();
    return { "if-match": `"${items.find(({ id }: { id: string }) => id === "absent").version}"` };
  }
  return { "if-match": (await ask("/api/v1/slos/checkout/target")).headers.get("etag") ?? "" };
}

/** What is made is then read, and removed at last. */
const ORDER = ["POST", "PUT", "PATCH", "GET", "DELETE"];
const inOrder = () =>
  OPERATIONS.toSorted(
    (a, b) => ORDER.indexOf(a.route.split(" ")[0] ?? "") - ORDER.indexOf(b.route.split(" ")[0] ?? ""),
  );

const the = (route: string): Operation => {
  const found = OPERATIONS.find((each) => each.route === route);
  if (!found) throw new Error(`${route} is not described`);
  return found;
};

/** The token that was made; its id is random, so that no example can know it. */
let token = "";
const withIds = (operation: Operation): Operation =>
  operation.route === "DELETE /api/v1/tokens/[id]"
    ? { ...operation, example: { ...operation.example, path: { id: token } } }
    : operation;

/** What is wrong with an answer, or null. */
async function faultOf(operation: Operation, response: Response): Promise<string | null> {
  const { route, status = 200 } = operation;
  const text = await response.text();
  const fault = undescribed(operationOf(route), { status: response.status, headers: response.headers, text });
  if (fault !== null) return fault;
  if (response.status !== (REFUSED[route] ?? status)) return `answers ${response.status}: ${text.slice(0, 300)}`;
  return null;
}

test("every documented request is served as documented", async () => {
  const faults: string[] = [];
  // A history that can be gone on with, and a proposal that can be declined.
  expect((await send(the("DELETE /api/v1/slos/[id]/backfill"))).status).toBe(200);
  expect((await send(the("POST /api/v1/slos/[id]/proposals"))).status).toBe(201);
  for (const operation of inOrder()) {
    const response = await send(withIds(operation), await seen(operation));
    if (operation.route === "POST /api/v1/tokens") token = (await response.clone().json()).id;
    const fault = await faultOf(operation, response);
    if (fault !== null) faults.push(`${operation.route} ${fault}`);
  }
  expect(faults).toEqual([]);
});

test("a member too few, one too many and a status that nobody told of are faults", async () => {
  const response = await send(the("GET /api/v1/slos/[id]/gate"));
  const { headers, status } = response;
  const { cause, ...rest } = await response.json();
  const faultIn = (body: object, as = status) =>
    undescribed("GET /api/v1/slos/{id}/gate", { status: as, headers, text: JSON.stringify(body) });
  expect(faultIn({ cause, ...rest })).toBeNull();
  expect(faultIn(rest)).toMatch(/must have required property 'cause'/);
  expect(faultIn({ cause, ...rest, planted: 1 })).toMatch(/must NOT have additional properties/);
  expect(faultIn({ ...rest, cause: "moonlight" })).toMatch(/must be equal to one of the allowed values/);
  expect(faultIn({ cause, ...rest, slo: { ...rest.slo, planted: 1 } })).toMatch(/must NOT have additional properties/);
  expect(faultIn({ cause, ...rest }, 418)).toMatch(/^418 is not described/);
});

test("what is kept is asked for again by its tag", async () => {
  for (const operation of OPERATIONS.filter(({ revalidates }) => revalidates)) {
    const tag = (await send(operation)).headers.get("etag") ?? "";
    const again = await send(operation, { "if-none-match": tag });
    expect([operation.route, again.status, await again.text()]).toEqual([operation.route, 304, ""]);
    const other = await send(operation, { "if-none-match": '"another"' });
    expect([operation.route, other.status]).toEqual([operation.route, 200]);
    await other.arrayBuffer();
  }
});

test("whoever is not signed in, sends no JSON or names no state is told so in a problem document", async () => {
  const isProblem = async (operation: Operation, response: Response, status: number) => {
    const { route } = operation;
    const { headers } = response;
    expect([route, response.status, headers.get("content-type")]).toEqual([route, status, "application/problem+json"]);
    const answer = { status, headers, text: await response.text() };
    expect([route, undescribed(operationOf(route), answer)]).toEqual([route, null]);
  };
  for (const operation of OPERATIONS.filter(({ access }) => access !== "public")) {
    await isProblem(operation, await send(operation, {}, false), 401);
    if (operation.body) await isProblem(operation, await send(operation, { "content-type": "text/plain" }), 415);
  }
});

test("lists are paged the same: by limit and after, until next is null", async () => {
  const list = async (address: string) =>
    (await fetch(`${server.url}${address}`, { headers: server.headersOf("admin") })).json();
  const walked = async (address: string): Promise<unknown[]> => {
    const ids: unknown[] = [];
    for (let after: string | number | null = ""; after !== null; ) {
      const page: { items: { id: unknown }[]; next: string | number | null } = await list(
        `${address}${address.includes("?") ? "&" : "?"}limit=1${after === "" ? "" : `&after=${after}`}`,
      );
      expect(page.items.length, address).toBeLessThanOrEqual(1);
      ids.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    return ids;
  };
  for (const address of [
    "/api/v1/slos",
    "/api/v1/breaches",
    "/api/v1/reviews",
    "/api/v1/proposals?state=accepted",
    "/api/v1/annotations",
    "/api/v1/audit?subject=proposal",
  ]) {
    const all = await list(`${address}${address.includes("?") ? "&" : "?"}limit=200`);
    const whole = all.items.map(({ id }: { id: unknown }) => id);
    expect(whole.length, address).toBeGreaterThan(0);
    expect([address, await walked(address)]).toEqual([address, whole]);
    expect([address, (await list(`${address}${address.includes("?") ? "&" : "?"}limit=0`)).status]).toEqual([
      address,
      400,
    ]);
  }
});
