import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Sli } from "@/lib/slo/sli";
import { saveSli, sloById } from "@/lib/store/slos";
import { checked } from "../rules/promtool";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => new Headers() }));

const folder = mkdtempSync(join(tmpdir(), "plumbline-rules-"));
let app: OwnApp;
let all: typeof import("@/app/api/v1/rules/route");
let one: typeof import("@/app/api/v1/slos/[id]/rules/route");

beforeAll(async () => {
  const file = join(folder, "engines.yaml");
  writeFileSync(
    file,
    `engines:
  - { name: default, url: "http://127.0.0.1:9" }
  - { name: eu, url: "http://127.0.0.1:9", delay: 10m, labels: { cluster: eu } }
`,
  );
  process.env.ENGINES_FILE = file;
  app = ownApp();
  writeFileSync(join(app.sloDir, "took.yaml"), documentOf("took"));
  writeFileSync(
    join(app.sloDir, "hits.yaml"),
    documentOf("hits", { annotations: { "plumbline.dev/engine": "eu" } }).replace('"shop"', '"edge"'),
  );
  expect(await app.start()).toEqual([]);
  all = await import("@/app/api/v1/rules/route");
  one = await import("@/app/api/v1/slos/[id]/rules/route");
});
afterAll(() => {
  delete process.env.ENGINES_FILE;
  app.remove();
  rmSync(folder, { recursive: true, force: true });
});

const rules = async (query = ""): Promise<string> =>
  (await all.GET(new Request(`http://localhost/rules${query}`))).text();
const rulesOf = async (id: string): Promise<string> =>
  (await one.GET(new Request("http://localhost/rules"), { params: Promise.resolve({ id }) })).text();

test("an engine's rules are those of its own SLOs, with its labels and its delay", async () => {
  expect(await rules()).toMatch(/slo-took/);
  expect(await rules()).not.toMatch(/slo-hits|cluster=/);
  const own = await rules("?engine=eu");
  expect(checked(own)).toMatchObject({ status: 0 });
  expect(own).not.toContain("slo-took");
  const selectors = own.match(/\b(hits|reads)_total\{?/g) ?? [];
  expect(selectors.length).toBeGreaterThan(0);
  expect(own.match(/\b(hits|reads)_total\{cluster="eu"\}/g)).toHaveLength(selectors.length);
  expect(own).toContain("offset 10m");
  expect(await rulesOf("hits")).toContain('hits_total{cluster="eu"}');
});

test("where no SLO of a service is an engine's, the engine is named", async () => {
  expect(await rules("?service=edge")).toContain("No SLO of the engine default belongs to edge.");
  expect(await rules("?service=edge&engine=us")).toContain("ENGINES_FILE holds no engine us.");
});

test("what cannot be narrowed to its engine is not written: its rules would count what others served", async () => {
  const hits = sloById(app.db, "hits");
  if (hits?.sli.kind !== "ratio") throw new Error("it is not defined");
  const counts = (sli: Sli) => saveSli(app.db, "hits", sli, new Date());
  counts({ ...hits.sli, total: [{ sign: 1, selector: 'reads_total{cluster="us"}' }] });
  const why = `its query asks for cluster="us", but the engine answers for cluster="eu" alone`;
  const text = await rules("?engine=eu");
  expect(text).toContain(`# Not written: hits: ${why}`);
  expect(text).toContain("groups: []");
  expect(JSON.parse(await rulesOf("hits"))).toMatchObject({ status: 409, detail: expect.stringContaining(why) });
  counts({ ...hits.sli, engine: "gone" });
  expect(JSON.parse(await rulesOf("hits"))).toMatchObject({
    status: 409,
    detail: "No rules can be written of hits: ENGINES_FILE holds no engine gone.",
  });
  counts(hits.sli);
  expect(await rulesOf("hits")).toContain("slo-hits");
});
