import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as tables from "@/db/people";
import type { Role } from "@/lib/rights";
import { auditOf } from "@/lib/store/audit";
import { activeSlos, sloById } from "@/lib/store/slos";
import { call, headersGiven } from "./calls";
import { type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", () => ({ headers: async () => headersGiven() }));
const engine = vi.hoisted(() => ({ range: null as (() => Promise<unknown>) | null }));
vi.mock("@/lib/gateways/trial", () => ({
  trialEngine: () => (engine.range === null ? null : { name: "engine", range: engine.range }),
}));

const FORMATS = ["openslo.yaml", "openslo-v1alpha.yaml", "sloth.yaml", "sloth-crd.yaml", "pyrra.yaml"];
const IDS = ["catalogue-answers", "catalogue-images", "catalogue-probes", "catalogue-quick-answers"];
const PLUGIN = `version: prometheus/v1
service: catalogue
slos: [{ name: plugged, objective: 99, sli: { plugin: { id: somebody/plugin } }, alerting: {} }]
`;
const file = (name: string) => ({ name, text: readFileSync(join("tests/fixtures/interop", name), "utf8") });

let app: OwnApp;
let admin: string;
beforeAll(() => {
  delete process.env.PROMETHEUS_URL;
  app = ownApp();
  admin = app.token("admin", "admin");
});
afterAll(() => app.remove());

const send = async (body: unknown, { by = admin as string | null, query = "" } = {}) => {
  const { POST } = await import("@/app/api/v1/slos/import/route");
  return call(POST, "POST", {}, { by, body, query });
};
const apply = (body: unknown, by: string | null = admin) => send(body, { by, query: "?apply=true" });
const ids = (): string[] => activeSlos(app.db).map(({ id }) => id);

test("tells what would be done of every document, and does none of it", async () => {
  const { status, body } = await send({ files: FORMATS.map(file) });
  expect([status, body.applied, body.made, ids()]).toEqual([200, false, [], []]);
  expect(body.counts).toEqual({ documents: 13, mapped: 5, approximated: 4, refused: 0, notUsed: 4, slos: 13 });
  expect(body.documents).toContainEqual(
    expect.objectContaining({
      ...{ file: "sloth-crd.yaml", line: 1, kind: "PrometheusServiceLevel", outcome: "approximated" },
      slos: [expect.objectContaining({ id: "mailer-delivered", service: "mailer", window: "30d" })],
      notes: expect.arrayContaining([
        expect.objectContaining({ outcome: "mapped", line: 9, field: "spec.slos[0].name" }),
      ]),
    }),
  );
});

test("makes nothing where one document is refused, and says which, and where", async () => {
  const files = [file("sloth.yaml"), { name: "plugin.yaml", text: PLUGIN }];
  const { status, body } = await apply({ files });
  expect([status, ids(), IDS.flatMap((id) => auditOf(app.db, "slo", id))]).toEqual([400, [], []]);
  expect(body.detail).toContain(
    "Nothing was imported: 1 of 2 documents cannot be. plugin.yaml:3: slos[0].sli.plugin.id",
  );
  expect(body.issues).toEqual([expect.objectContaining({ file: "plugin.yaml", line: 3 })]);
});

test("makes the documents that are named, each SLO with its document, its target and its audit entry", async () => {
  const files = [file("sloth.yaml"), { name: "plugin.yaml", text: PLUGIN }];
  const { status, body } = await apply({ files, documents: [1], reason: "Moved from Sloth." });
  expect([status, body.applied, ids()]).toEqual([201, true, IDS]);
  expect(sloById(app.db, "catalogue-quick-answers")).toMatchObject({
    ...{ source: "app", service: "catalogue", team: "speed" },
    targets: [
      {
        version: 1,
        objective: 0.95,
        threshold: 0.25,
        window: "30d",
        author: "test (token of admin)",
        reason: "Moved from Sloth.",
      },
    ],
    document: expect.stringContaining("apiVersion: openslo/v1"),
  });
  for (const id of IDS)
    expect(auditOf(app.db, "slo", id)).toMatchObject([{ action: "slo.made", actorName: "test (token of admin)" }]);
});

test("finds what is there already, and refuses what says something else under its name", async () => {
  const same = await apply({ files: [file("sloth.yaml")] });
  expect([same.status, same.body.made, ids()]).toEqual([201, [], IDS]);
  const { name, text } = file("sloth.yaml");
  const other = await apply({ files: [{ name, text: text.replace("objective: 99.9", "objective: 99.8") }] });
  expect([other.status, ids()]).toEqual([400, IDS]);
  expect(other.body.detail).toContain("catalogue-answers is taken by catalogue answers, which says something else");
});

test("comes out as OpenSLO that means the same", async () => {
  const { GET } = await import("@/app/api/v1/slos/[id]/openslo/route");
  const { importDocuments } = await import("@/lib/interop/import");
  for (const id of IDS) {
    const answer = await GET(new Request("http://localhost/"), { params: Promise.resolve({ id }) });
    const [found] = importDocuments([{ name: id, text: await answer.text() }]);
    const slo = sloById(app.db, id);
    expect(found?.slos[0]?.definition.sli).toEqual(slo?.sli);
    expect(slo?.targets[0]).toMatchObject(found?.slos[0]?.definition.target ?? {});
  }
});

test.each([
  ["nobody", null, 401],
  ["viewer", "viewer", 403],
  ["editor-elsewhere", "editor", 403],
] as const)("is not for %s", async (name, role, expected) => {
  const by = role === null ? null : app.token(name, role as Role, role === "editor" ? ["other"] : undefined);
  const before = ids();
  const { status, body } = await apply({ files: [file("sloth-crd.yaml")] }, by);
  expect([status, ids()]).toEqual([expected, before]);
  if (role === "editor") expect(body.detail).toContain("may not change what belongs to mailer");
});

test.each([
  [{}, "files"],
  [{ files: [] }, "files"],
  [{ files: [{ name: "a", text: 1 }] }, "files.0.text"],
  [{ files: [{ name: "a", text: "", more: 1 }] }, "files.0"],
  [{ files: [{ name: "a", text: "" }], documents: [7] }, "documents"],
  [{ files: [{ name: "a", text: "" }], reason: "" }, "reason"],
])("a body that is wrong is told by its field: %j", async (body, field) => {
  const { status, body: said } = await apply(body);
  expect([status, said.issues]).toEqual([400, [expect.objectContaining({ field })]]);
});

const SHORT = "apiVersion: apps/v1\nkind: Deployment\n";

test("more documents or SLOs than one import takes are refused before anything is asked", async () => {
  const slos = Array.from(
    { length: 201 },
    (_, i) =>
      `  - { name: s${i}, objective: 99, sli: { events: { error_query: e_total, total_query: t_total } }, alerting: {} }`,
  );
  for (const [text, what] of [
    [Array(201).fill(SHORT).join("---\n"), "documents"],
    [`version: prometheus/v1\nservice: catalogue\nslos:\n${slos.join("\n")}\n`, "SLOs"],
  ] as const) {
    const before = ids();
    const { status, body } = await apply({ files: [{ name: "many.yaml", text }] });
    const issues = [{ field: "files", message: `hold more than 200 ${what}, the most of one import` }];
    expect([status, body.issues, ids()]).toEqual([400, issues, before]);
  }
});

test("others have their turn between the documents of an import", async () => {
  let [turns, isDone] = [0, false];
  const take = (): void => {
    turns += 1;
    if (!isDone) setImmediate(take);
  };
  take();
  const { status } = await send({ files: [{ name: "many.yaml", text: Array(150).fill(SHORT).join("---\n") }] });
  isDone = true;
  expect(status).toBe(200);
  expect(turns).toBeGreaterThan(150);
});

test("gives up an engine that does not answer, and makes nothing", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    let asked = 0;
    engine.range = () => {
      asked += 1;
      return new Promise(() => {});
    };
    const before = ids();
    const answer = apply({ files: [file("sloth-crd.yaml")] });
    while (asked === 0) await new Promise(setImmediate);
    await vi.advanceTimersByTimeAsync(30_000);
    const { status, body } = await answer;
    expect([status, asked, ids()]).toEqual([503, 1, before]);
    expect(body.detail).toMatch(/The engine did not answer for \d+ SLOs within 30 s; nothing was imported/);
  } finally {
    vi.useRealTimers();
    engine.range = null;
  }
});

test("looks again at what its sender may do once the engine has answered", async () => {
  const by = app.token("leaving", "editor");
  const before = ids();
  engine.range = async () => {
    app.db.update(tables.people).set({ role: "viewer" }).where(eq(tables.people.id, "leaving")).run();
    return [];
  };
  try {
    const { status } = await apply({ files: [file("sloth-crd.yaml")] }, by);
    expect([status, ids()]).toEqual([403, before]);
  } finally {
    engine.range = null;
  }
});

test("a merge of what cannot be merged is a problem of its document", async () => {
  const { status, body } = await send({ files: [{ name: "merge.yaml", text: "<<: x\n" }] });
  expect([status, body.counts]).toEqual([200, expect.objectContaining({ documents: 1, refused: 1 })]);
});

test("an address that is wrong is told as well", async () => {
  const { status, body } = await send({ files: [file("pyrra.yaml")] }, { query: "?apply=perhaps" });
  expect([status, body.issues]).toEqual([400, [{ field: "apply", message: "is neither true nor false" }]]);
});

test("a body beyond what an import may be is not read", async () => {
  const { status } = await apply({ files: [{ name: "big.yaml", text: "a".repeat(3 * 1024 * 1024) }] });
  expect(status).toBe(413);
});

test("SLO_DIR reads the same files, and tells of what is refused", async () => {
  for (const name of ["sloth-crd.yaml", "pyrra.yaml", "openslo.yaml"])
    writeFileSync(join(app.sloDir, name), file(name).text);
  writeFileSync(join(app.sloDir, "plugin.yaml"), PLUGIN);
  writeFileSync(join(app.sloDir, "merge.yaml"), "<<: x\n");
  const problems = await app.start();
  expect(problems).toEqual([
    expect.objectContaining({
      subject: expect.stringMatching(/merge\.yaml:1$/),
      message: expect.stringContaining("cannot be read: Merge sources must be maps"),
    }),
    expect.objectContaining({
      subject: expect.stringMatching(/plugin\.yaml:3$/),
      message: expect.stringContaining("slos[0].sli.plugin.id somebody/plugin: what the plugin counts is in its code"),
    }),
  ]);
  expect(ids()).toEqual(expect.arrayContaining(["mailer-delivered", "checkout-native", "orders-paid"]));
  expect(sloById(app.db, "checkout-errors")).toMatchObject({ source: expect.stringMatching(/pyrra\.yaml$/) });
});
