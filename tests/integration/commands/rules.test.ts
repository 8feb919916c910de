import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { saveEdges, sloById } from "@/lib/store/slos";
import { checked } from "../rules/promtool";
import { documentOf, type OwnApp, ownApp } from "./own-app";

let headers = new Headers();
vi.mock("next/headers", async () => ({ headers: async () => headers }));

let app: OwnApp;
let all: typeof import("@/app/api/v1/rules/route");
let one: typeof import("@/app/api/v1/slos/[id]/rules/route");

beforeAll(async () => {
  process.env.PUBLIC_URL = "https://slo.example";
  app = ownApp();
  const annotations = { "plumbline.dev/decision": "docs/adr/0001-caching.md#d1" };
  writeFileSync(join(app.sloDir, "took.yaml"), documentOf("took", { annotations }));
  writeFileSync(join(app.sloDir, "hits.yaml"), documentOf("hits").replace('"shop"', '"edge"'));
  await app.start();
  all = await import("@/app/api/v1/rules/route");
  one = await import("@/app/api/v1/slos/[id]/rules/route");
});
afterEach(() => {
  headers = new Headers();
});
afterAll(() => {
  delete process.env.PUBLIC_URL;
  app.remove();
});

const asked = (query = "", given: Record<string, string> = {}) => {
  headers = new Headers(given);
  return new Request(`http://localhost/rules${query}`, { headers });
};
const ofAll = (query?: string, given?: Record<string, string>) => all.GET(asked(query, given));
const ofOne = (id: string, query?: string) => one.GET(asked(query), { params: Promise.resolve({ id }) });
const problem = async (answer: Response) => [answer.status, JSON.stringify(await answer.json())];

test("an address gives the rules of all SLOs, with the decision's own title, as promtool takes them", async () => {
  const answer = await ofAll();
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/yaml; charset=utf-8"]);
  const text = await answer.text();
  expect(checked(text)).toMatchObject({ status: 0 });
  expect(text).toContain("adr_url: https://slo.example/decisions/docs/adr/0001-caching.md#d1\n");
  expect(text).toContain("docs/adr/0001-caching.md#d1: Fast for nearly everyone");
});

test("it is asked for again by its tag, and for whoever brings a token alone", async () => {
  const answer = await ofAll();
  const tag = answer.headers.get("etag") ?? "";
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const again = await ofAll("", { "if-none-match": `W/${tag}` });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect((await ofAll("?for=thanos", { "if-none-match": tag })).status).toBe(200);
  const own = await ofAll("", { authorization: `Bearer ${app.token("reading", "viewer")}` });
  expect(own.headers.get("vary")).toBe("authorization, cookie");
});

test("a service has its own, and the files together hold every SLO", async () => {
  const { files, slos } = await (await ofAll("?format=json")).json();
  expect(slos.map(({ id, refused }: { id: string; refused: string | null }) => [id, refused])).toEqual([
    ["hits", null],
    ["took", null],
  ]);
  for (const { service, text } of files)
    expect(await (await ofAll(`?service=${encodeURIComponent(service)}`)).text()).toBe(text);
  expect(files.map(({ name }: { name: string }) => name)).toContain("edge.yaml");
});

test("what is not there, or is no ruler, is said with the way out", async () => {
  expect(await problem(await ofAll("?service=nobody"))).toEqual([
    404,
    expect.stringContaining("No SLO belongs to nobody."),
  ]);
  expect(await problem(await ofAll("?for=nagios"))).toEqual([400, expect.stringContaining("is none of prometheus")]);
  expect(await problem(await ofAll("?servcie=edge"))).toEqual([400, expect.stringContaining("servcie")]);
  expect(await problem(await ofOne("nothing"))).toEqual([404, expect.stringContaining("There is no SLO")]);
});

test("an SLO whose threshold lies between bucket edges has none, and both answers say why", async () => {
  expect((await ofOne("took")).status).toBe(200);
  const slo = sloById(app.db, "took");
  if (!slo) throw new Error("there is no SLO");
  saveEdges(app.db, slo.sliId, []);
  const { slos: unseen } = await (await ofOne("took", "?format=json")).json();
  expect(unseen[0].notes).toContain(
    "Whether a bucket ends at 200 ms is not known here: where none does, nothing is counted, and SloDataMissing fires.",
  );
  saveEdges(app.db, slo.sliId, [0.05, 0.75]);
  expect(await problem(await ofOne("took"))).toEqual([
    409,
    expect.stringContaining("no bucket of its histogram ends at"),
  ]);
  const { slos } = await (await ofOne("took", "?format=json")).json();
  expect(slos[0].refused).toContain("no bucket of its histogram ends at");
  expect(await (await ofAll()).text()).toContain("# Not written: took: no bucket");
});
