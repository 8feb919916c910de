import { afterAll, beforeAll, expect, test } from "vitest";
import { badRequests, goodRequests } from "./bad-requests";
import { type RawAnswer, type RawRequest, rawClient } from "./raw-client";
import { type Served, served } from "./served";

const BAD = 20_000;
const GOOD = 4_000;
const ROUNDS = 8;
const CONNECTIONS = 16;
const SEED = Number(process.env.SECURITY_SEED || Date.now() % 2 ** 31);
/** How much slower a plain read may be while bad requests come than while good ones do. */
const RATIO = 3;

/** What people make. What the evaluator writes, and who signed in or was refused, moves on by itself. */
const KEPT = [
  "slos",
  "slis",
  "target_versions",
  "cancelled_targets",
  "proposals",
  "exclusions",
  "people",
  "accounts",
  "two_factors",
];

let server: Served;
beforeAll(async () => {
  server = await served({ ANONYMOUS_READ: "on" });
});
afterAll(() => server.stop());

/** Everything that people have stored, by its table. */
function stored(): Record<string, unknown[]> {
  const { $client } = server.db;
  return {
    ...Object.fromEntries(KEPT.map((table) => [table, $client.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all()])),
    api_tokens: $client
      .prepare("SELECT id, hash, role, services, expires_at, revoked_at FROM api_tokens ORDER BY id")
      .all(),
    audit: $client.prepare("SELECT * FROM audit WHERE action NOT LIKE 'session.%' ORDER BY id").all(),
  };
}

const short = ({ method, path, headers, body }: RawRequest): string =>
  `${method} ${path.slice(0, 200)} ${JSON.stringify({ ...headers, authorization: undefined })} ${String(body ?? "").slice(0, 120)}`;

function faultOf({ status, type, text, location }: RawAnswer): string | null {
  // A badge of what is not there is a badge: it stands in pages that would show a broken image instead.
  if (status === 404 && type.startsWith("image/svg+xml") && text.includes("unknown")) return null;
  if (status === 200 || status === 201 || status === 204 || status === 206 || status === 304) return null;
  // An address with its slashes put right.
  if (status === 308) return null;
  // A browser that comes back from an identity provider is led on, to our own pages.
  if (status === 303 && new URL(location ?? "http://elsewhere", server.url).origin === server.url) return null;
  if (status < 400 || status >= 500) return `${status} ${text.slice(0, 200)}`;
  if (!type.startsWith("application/problem+json")) return `${status} as ${type}: ${text.slice(0, 100)}`;
  const problem = JSON.parse(text);
  return problem.status === status && typeof problem.title === "string" && typeof problem.detail === "string"
    ? null
    : text;
}

const p99 = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN;

test(`${BAD} bad requests are each told what is wrong with them, change nothing, and slow nobody down`, {
  timeout: 1_800_000,
}, async () => {
  console.log(`SECURITY_SEED=${SEED}`);
  const client = rawClient(server.url, CONNECTIONS);
  const probe = rawClient(server.url, 1);
  const plainRead = { method: "GET", path: "/api/v1/slos?limit=1", headers: server.headersOf("viewer") };
  /** Times of a plain read, one after the other, as long as the load lasts; ms. */
  const during = async (times: number[], load: Promise<void>): Promise<void> => {
    let ended = false;
    const end = load.finally(() => {
      ended = true;
    });
    while (!ended) times.push((await probe.send(plainRead)).ms);
    await end;
  };
  const bad = badRequests(server, BAD, SEED);
  const good = goodRequests(server, GOOD);
  const share = <T>(all: readonly T[], i: number): T[] =>
    all.slice((i * all.length) / ROUNDS, ((i + 1) * all.length) / ROUNDS);
  const [faults, statuses] = [[] as string[], new Map<number, number>()];
  const [whileBad, whileGood] = [[] as number[], [] as number[]];
  const before = stored();
  await client.each(share(good, 0), () => {});
  const began = performance.now();
  for (let i = 0; i < ROUNDS; i++) {
    await during(
      whileGood,
      client.each(share(good, i), ({ status }, { method }) =>
        // Who signs in from where too much was guessed waits as well.
        expect(method === "GET" ? [200] : [200, 429]).toContain(status),
      ),
    );
    await during(
      whileBad,
      client.each(share(bad, i), (answer, request) => {
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const fault = faultOf(answer);
        if (fault !== null) faults.push(`${short(request)} → ${fault}`);
      }),
    );
  }
  const seconds = (performance.now() - began) / 1000;
  client.close();
  probe.close();
  const [slow, usual] = [p99(whileBad), p99(whileGood)];
  console.log(
    `${BAD} bad and ${GOOD} good requests in ${seconds.toFixed(0)} s; statuses ${JSON.stringify(Object.fromEntries(statuses))}; ` +
      `p99 of a plain read: ${slow.toFixed(1)} ms of ${whileBad.length} while bad ones came, ${usual.toFixed(1)} ms of ${whileGood.length} while good ones did`,
  );
  expect(faults.slice(0, 20)).toEqual([]);
  expect(stored()).toEqual(before);
  expect(statuses.get(400) ?? 0).toBeGreaterThan(BAD / 100);
  expect(slow / usual).toBeLessThanOrEqual(RATIO);
});

/** 1,000 ways to leave a folder. */
function traversals(): string[] {
  const up = [
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%5c",
    "..\\",
    "%252e%252e%252f",
    "..%c0%af",
    "%c0%ae%c0%ae/",
    "....//",
    "..;/",
    ".%00./",
  ];
  const before = ["", "adr/", "adr/0001-checkout.md/", "/", "%2f", "./", "adr%2f", "file:%2f%2f%2f", "C:%5c", "~/"];
  const goals = [
    "etc/passwd",
    "data/plumbline.db",
    "data/plumbline.db%00.md",
    "slos/checkout.yaml",
    "etc/passwd.md",
    "proc/self/environ",
    "package.json",
    "adr/../slos/checkout.yaml",
  ];
  return [1, 2, 8]
    .flatMap((times) =>
      before.flatMap((start) => up.flatMap((step) => goals.map((goal) => start + step.repeat(times) + goal))),
    )
    .filter((_, i) => i % 2 === 0)
    .slice(0, 1_000);
}

test("1,000 ways out of the ADR folder lead nowhere", async () => {
  const client = rawClient(server.url, CONNECTIONS);
  const ways = traversals();
  expect(new Set(ways).size).toBe(1_000);
  const faults: string[] = [];
  const headers = server.headersOf("viewer");
  const requests = ways.flatMap((way, i) =>
    // A page takes longer to say so.
    ["/api/screens/decisions/", ...(i % 10 === 0 ? ["/decisions/"] : [])].map((route) => ({
      method: "GET",
      path: route + way,
      headers,
    })),
  );
  const look = (answer: RawAnswer, { path }: RawRequest): void => {
    if (/root:|SQLite format|apiVersion|"dependencies"|PATH=/.test(answer.text)) faults.push(`${path} tells a file`);
    else if (answer.status !== 404 && answer.status !== 400)
      faults.push(`${path} → ${answer.status} ${answer.text.slice(0, 80)}`);
  };
  const moved: RawRequest[] = [];
  await client.each(requests, (answer, request) => {
    // Slashes that are written twice are put right first.
    if (answer.status === 308) moved.push({ ...request, path: new URL(answer.location ?? "", server.url).pathname });
    else look(answer, request);
  });
  await client.each(moved, look);
  client.close();
  expect(faults.slice(0, 20)).toEqual([]);
});

test("500 malformed Flight requests are no error of the server", async () => {
  const client = rawClient(server.url, CONNECTIONS);
  const ids = ["x", "0".repeat(42), "7f".repeat(21), "$ACTION_ID_x", "../x", "__proto__", "\xff"];
  const trees = [
    "%",
    "x",
    "[",
    "%5B%22%22%5D",
    encodeURIComponent('["",{"children":["__PAGE__",{}]}'),
    "[".repeat(5_000),
    "null",
    "%00",
  ];
  const bodies = [
    "",
    "0:",
    '["$K1"]',
    '{"$":1}',
    '0:{"then":"$1:__proto__:then","status":"resolved_model"}',
    "[".repeat(10_000),
    '["$F1"]',
    "\0\xff",
  ];
  const form = (body: string): string =>
    `--x\r\ncontent-disposition: form-data; name="0"\r\n\r\n${body}\r\n--x\r\ncontent-disposition: form-data; name="1"\r\n\r\n"$@0"\r\n--x--`;
  const requests: RawRequest[] = Array.from({ length: 500 }, (_, i) => {
    const [id = "", tree = "", body = ""] = [
      ids[i % ids.length],
      trees[i % trees.length],
      bodies[(i >> 3) % bodies.length],
    ];
    const path = ["/", "/slos", "/slos/checkout", "/decisions/adr/0001-checkout.md"][i % 4] ?? "/";
    if (i % 3 === 0)
      return { method: "GET", path: `${path}?_rsc=${i}`, headers: { rsc: "1", "next-router-state-tree": tree } };
    if (i % 3 === 1)
      return {
        method: "POST",
        path,
        headers: { "next-action": id, "content-type": "multipart/form-data; boundary=x", origin: server.url },
        body: form(body),
      };
    return {
      method: "POST",
      path,
      headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8", rsc: "1" },
      body,
    };
  });
  const [statuses, faults] = [new Map<number, number>(), [] as string[]];
  const see = (answer: RawAnswer, request: RawRequest): void => {
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status >= 500) faults.push(`${short(request)} → ${answer.status}`);
  };
  const moved: RawRequest[] = [];
  await client.each(requests, (answer, request) => {
    // Next sends whoever brings RSC headers without their hash to the address with it.
    if (answer.status !== 307) see(answer, request);
    else {
      const { pathname, search } = new URL(answer.location ?? "", server.url);
      moved.push({ ...request, path: pathname + search });
    }
  });
  await client.each(moved, see);
  client.close();
  console.log(`500 malformed Flight requests: ${JSON.stringify(Object.fromEntries(statuses))}`);
  expect(faults.slice(0, 20)).toEqual([]);
});
