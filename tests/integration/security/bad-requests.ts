import fc from "fast-check";
import { type Line, MANIFEST } from "./manifest";
import type { RawRequest } from "./raw-client";
import { type Caller, CREDENTIALS, type Served } from "./served";

/** Names of terms that some route reads, and one that none does. */
const TERMS = ["from", "to", "range", "before", "after", "limit", "verdict", "q", "service", "at", "cursor", "nothing"];
const NUMBERS = ["-1", "0", "1e309", "NaN", "Infinity", "9007199254740993", "1.5", "0x10", "1;DROP TABLE slos", "٣"];
const TEXTS = [
  "%",
  "%00",
  "%FF",
  "%C0%AE",
  "..",
  "../..",
  "\\",
  "'",
  '"',
  "`",
  "$\x7b7*7}",
  "{{x}}",
  "<x>",
  "a".repeat(3_000),
];
const BROKEN = [
  "{",
  "[",
  '{"a":',
  "nul",
  "'a'",
  "{a:1}",
  '{"a":1}}',
  "\ufeff{}",
  '{"a":"\\ud800"}',
  "\0",
  "undefined",
  "[1,]",
  "//",
  '"',
];
const NESTED = ["[", '{"a":', '[{"a":'].map((opening) => opening.repeat(20_000));
const POLLUTED = [
  '{"__proto__":{"role":"admin"}}',
  '{"constructor":{"prototype":{"role":"admin"}}}',
  '{"toString":1,"length":-1}',
];
const TYPES = [
  "text/plain",
  "application/xml",
  "multipart/form-data; boundary=x",
  "application/json; charset=utf-7",
  "",
  "text/x-component",
  "application/jsonp",
];

const isUnsafe = ([route]: Line): boolean => !/^(GET|PAGE|HEAD|OPTIONS) /.test(route);
const isApi = ([route]: Line): boolean => route.includes(" /api/");

/** Percent-encodes what a request line cannot carry, and leaves everything else as bad as it is. */
const onTheWire = (text: string): string =>
  text.replace(/[^\x21-\x7e]|[?#/]/gu, (c) => {
    const bytes = Buffer.from(c);
    return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  });

const text = fc.oneof(
  fc.constantFrom(...NUMBERS, ...TEXTS),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("checkout", "search", "28d", "1"),
);

const junk = fc.oneof(
  { weight: 6, arbitrary: fc.json({ maxDepth: 4 }) },
  { weight: 3, arbitrary: fc.constantFrom(...BROKEN, ...POLLUTED) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.constantFrom(...NESTED) },
  { weight: 1, arbitrary: fc.constant("") },
);

/** The body that a route takes, with one of its fields spoiled. */
const spoiled = (body: Readonly<Record<string, unknown>>): fc.Arbitrary<string> => {
  const fields = Object.keys(body);
  if (fields.length === 0) return fc.json();
  return fc
    .tuple(fc.constantFrom(...fields), fc.oneof(fc.jsonValue({ maxDepth: 2 }), text, fc.constant(undefined)))
    .map(([field, value]) => JSON.stringify({ ...body, [field]: value }));
};

/** The route with something else in the place of its parameters, at times. */
function pathOf([route, , address]: Line): fc.Arbitrary<string> {
  const pattern = route.split(" ")[1] ?? "";
  const good = (address ?? pattern).split("?")[0] ?? "";
  if (!pattern.includes("[")) return fc.constant(good);
  const bad = text.map((value) =>
    pattern.replace(/\[[^\]]+\]/g, () => {
      const segment = onTheWire(value);
      return segment === "" || segment === "." || segment === ".." ? "%20" : segment;
    }),
  );
  return fc.oneof(fc.constant(good), bad);
}

const query = fc
  .array(fc.tuple(fc.constantFrom(...TERMS), text), { maxLength: 3 })
  .map((terms) =>
    terms.length === 0 ? "" : `?${terms.map(([name, value]) => `${name}=${onTheWire(value)}`).join("&")}`,
  );

/** Requests that no page of ours would send, over every route of the API. */
export function badRequests(server: Served, count: number, seed: number): RawRequest[] {
  const reads = MANIFEST.filter((line) => isApi(line) && !isUnsafe(line));
  const changes = MANIFEST.filter((line) => isApi(line) && isUnsafe(line));
  const as = (caller: Caller): Record<string, string> => server.headersOf(caller);
  const odd = fc.constantFrom(
    {},
    { "if-match": '"x' },
    { "if-none-match": "*" },
    { accept: "text/x-component" },
    { "x-forwarded-host": "evil.example", "x-forwarded-proto": "gopher" },
    { authorization: "Bearer x" },
    { authorization: "Basic eDp4" },
    { cookie: "session=%00; x=\xff" },
    { range: "bytes=0-0" },
  );
  const read = fc
    .tuple(fc.constantFrom(...reads), query, odd)
    .chain(([line, terms, headers]) =>
      pathOf(line).map((path) => ({ method: "GET", path: path + terms, headers: { ...as("viewer"), ...headers } })),
    );
  const change = fc
    .tuple(
      fc.constantFrom(...(changes.length > 0 ? changes : reads)),
      fc.boolean(),
      fc.constantFrom(...TYPES),
      fc.nat(9),
      odd,
    )
    .chain(([line, spoils, type, die, headers]) => {
      const [route, , , body = {}, own = {}] = line;
      // What is nearly good, or needs no body, comes from somebody who may change nothing; other junk from an admin.
      const caller = spoils || Object.keys(body).length === 0 ? "viewer" : "admin";
      // Where everybody may store something, nearly good may be good.
      const nearly = spoils && line[1] !== "signed-in";
      return fc.tuple(pathOf(line), nearly ? spoiled(body) : junk).map(([path, sent]) => ({
        method: isUnsafe(line) ? (route.split(" ")[0] ?? "POST") : "GET",
        path,
        headers: { "content-type": die === 0 ? type : "application/json", ...own, ...as(caller), ...headers },
        ...(isUnsafe(line) ? { body: sent } : {}),
      }));
    });
  return fc.sample(
    fc.oneof({ weight: 2, arbitrary: change }, { weight: changes.length > 0 ? 1 : 2, arbitrary: read }),
    {
      numRuns: count,
      seed,
    },
  );
}

/**
 * One sign-in in so many well-formed requests. Bad ones get as far as to a password, whose hash is costly, until the guesses of
 * their address are used up, some sixty; so do these.
 */
const SIGN_IN_EACH = 8;

/** What our own pages and a careful script ask for. */
export function goodRequests(server: Served, count: number): RawRequest[] {
  const reads = MANIFEST.filter((line) => line[1] === "read" && !isUnsafe(line));
  return Array.from({ length: count }, (_, i) => {
    if (i % SIGN_IN_EACH === SIGN_IN_EACH - 1)
      return {
        method: "POST",
        path: "/api/auth/sign-in",
        headers: { "content-type": "application/json", origin: server.url },
        body: JSON.stringify(CREDENTIALS),
      };
    const [route = "", , address] = reads[i % reads.length] as Line;
    return { method: "GET", path: address ?? route.split(" ")[1] ?? "/", headers: server.headersOf("viewer") };
  });
}
