import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { badgeOfDecision, badgeOfSlo } from "@/app/api/v1/_badge";
import { VERDICTS } from "@/lib/slo/verdict";
import type { MeasuredSlo } from "@/lib/views/badge";
import { documentOf, type OwnApp, ownApp } from "./own-app";

let headers = new Headers();
vi.mock("next/headers", async () => ({ headers: async () => headers }));

const RECORD = "docs/adr/0001-caching.md";
let app: OwnApp;
let slo: typeof import("@/app/api/v1/slos/[id]/badge.svg/route");
let decision: typeof import("@/app/api/v1/decisions/badge.svg/route");
let image: typeof import("@/app/api/v1/decisions/images/[...path]/route");

beforeAll(async () => {
  app = ownApp();
  writeFileSync(
    join(app.sloDir, "took.yaml"),
    documentOf("took", { annotations: { "plumbline.dev/decision": `${RECORD}#d1` } }),
  );
  await app.start();
  slo = await import("@/app/api/v1/slos/[id]/badge.svg/route");
  decision = await import("@/app/api/v1/decisions/badge.svg/route");
  image = await import("@/app/api/v1/decisions/images/[...path]/route");
});
afterEach(() => {
  headers = new Headers();
});
afterAll(() => app.remove());

const asked = (query = "", given: Record<string, string> = {}) => {
  headers = new Headers(given);
  return new Request(`http://localhost/badge.svg${query}`, { headers });
};
const ofSlo = (id: string, given?: Record<string, string>) =>
  slo.GET(asked("", given), { params: Promise.resolve({ id }) });
const ofDecision = (terms: Record<string, string>) => decision.GET(asked(`?${new URLSearchParams(terms)}`));
const titleIn = async (answer: Response) => /<title id="t">(.*?)<\/title>/.exec(await answer.text())?.[1];

test("an SLO that was never counted is unknown on its badge, and not green", async () => {
  const answer = await ofSlo("took");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
  const svg = await answer.text();
  expect(svg).toContain("took: Unknown</title>");
  expect(svg).toContain("0\u202f% observed");
  expect(svg).not.toContain("#0f6e80");
});

test("a badge is kept for a minute, and asked for again by its tag", async () => {
  const answer = await ofSlo("took");
  expect(answer.headers.get("cache-control")).toBe("public, max-age=60");
  const tag = answer.headers.get("etag") ?? "";
  const again = await ofSlo("took", { "if-none-match": `W/${tag}` });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect((await ofSlo("took", { "if-none-match": '"another"' })).status).toBe(200);
});

test("whoever brings a token is answered for themselves alone", async () => {
  const answer = await ofSlo("took", { authorization: `Bearer ${app.token("reading", "viewer")}` });
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "private, max-age=60"]);
  expect((await ofSlo("took", { authorization: "Bearer plumb_wrong" })).status).toBe(401);
});

test("a decision's badge says what measures it, or that nothing does", async () => {
  expect(await titleIn(await ofDecision({ record: RECORD, decision: "d1" }))).toBe(
    "D1 Fast for nearly everyone: Unknown",
  );
  expect(await titleIn(await ofDecision({ record: RECORD, decision: "d2" }))).toBe("D2 A wish: Not measured");
  expect(await titleIn(await ofDecision({ record: RECORD }))).toBe("ADR 0001 Caching: Unknown");
});

test("what is not there is a badge that says so, with status 404", async () => {
  const answers = [
    ["unknown SLO", await ofSlo("nothing")],
    ["unknown decision", await ofDecision({ record: RECORD, decision: "d9" })],
    ["unknown decision", await ofDecision({ record: "../../../etc/passwd" })],
    ["unknown decision", await ofDecision({})],
  ] as const;
  for (const [words, answer] of answers) {
    expect(answer.status).toBe(404);
    expect(await titleIn(answer)).toBe(`Plumbline: ${words}`);
  }
});

const measured = (changes: Partial<MeasuredSlo> = {}): MeasuredSlo => ({
  name: "Edge hit rate",
  verdict: "met",
  attainment: 0.9412,
  coverage: 0.996,
  targetStatement: "≥ 90 %",
  stale: false,
  ...changes,
});

test("a badge dresses every verdict as that verdict, with its figures", () => {
  for (const verdict of VERDICTS) expect(badgeOfSlo(measured({ verdict })).dress).toBe(verdict);
  expect(badgeOfSlo(measured()).figures).toBe("94.1\u202f%, target ≥ 90 %, 99.6\u202f% observed");
  expect(badgeOfSlo(measured({ verdict: "unknown", attainment: null, coverage: 0, stale: true })).figures).toBe(
    "no figure, target ≥ 90 %, 0\u202f% observed, not counted lately",
  );
});

test("the badge of a decision with several targets counts those that are met, and takes the dress that it is given", () => {
  const slos = [measured(), measured({ verdict: "breached", coverage: 0.5 }), measured()];
  expect(badgeOfDecision({ name: "D1 A", slos, verdict: "breached" })).toEqual({
    name: "D1 A",
    dress: "breached",
    word: "Breached",
    figures: "2 of 3 targets met, each 50.0\u202f% observed or more",
  });
  expect(badgeOfDecision({ name: "D1 A", slos: [], verdict: null }).dress).toBe("unmeasured");
});

test("an image of a record has its tag, its type, and a reason where it is not shown", async () => {
  mkdirSync(join(app.adrDir, "img"), { recursive: true });
  writeFileSync(join(app.adrDir, "img", "tiers.png"), Buffer.from("89504e470d0a1a0a", "hex"));
  const ask = (path: string, given?: Record<string, string>) =>
    image.GET(asked("", given), { params: Promise.resolve({ path: path.split("/") }) });
  const answer = await ask("docs/adr/img/tiers.png");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
  const again = await ask("docs/adr/img/tiers.png", { "if-none-match": answer.headers.get("etag") ?? "" });
  expect(again.status).toBe(304);
  const problem = await ask("docs/adr/0001-caching.md");
  expect([problem.status, (await problem.json()).detail]).toEqual([
    404,
    "The file is no PNG, JPEG, GIF, WebP, AVIF or SVG image.",
  ]);
});
