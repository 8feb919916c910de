import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as alerts from "@/db/alerts";
import type { Reader } from "@/lib/auth/actor";
import { postEvent } from "@/lib/gateways/alert-webhook";
import { alertmanager } from "@/lib/gateways/alertmanager";
import { type OwnApp, ownApp } from "../commands/own-app";
import { until } from "./processes";

/** Faults that a real Alertmanager cannot be made to show. */

const READER = { kind: "person", id: "a-test", name: "A test", role: "admin", services: null } as unknown as Reader;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let app: OwnApp;
let address: string;
let answer: Answer;
let heard: string[] = [];
let sendAlerts: typeof import("@/lib/evaluator/alerting").sendAlerts;
const server = createServer((request, response) => {
  heard.push(`${request.method} ${request.url}`);
  answer(request.resume(), response);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("no port");
  address = `127.0.0.1:${bound.port}`;
  Object.assign(process.env, { ALERTMANAGER_URL: `http://${address}/am`, ALERT_WEBHOOK_URL: `http://${address}/hook` });
  app = ownApp();
  await app.start();
  ({ sendAlerts } = await import("@/lib/evaluator/alerting"));
  answer = well;
  await sendAlerts(app.db, new Date());
});
afterAll(async () => {
  for (const name of ["ALERTMANAGER_URL", "ALERT_WEBHOOK_URL"]) delete process.env[name];
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  app.remove();
});
beforeEach(() => {
  answer = well;
  heard = [];
  app.db.update(alerts.alertTargets).set({ triedAt: 0 }).run();
});

const well: Answer = (_, response) => void response.setHeader("content-type", "application/json").end("[]");
/** Its headers come, its body breaks off. */
const broken: Answer = (_, response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write("[", () => response.destroy());
};
const deaf = async () =>
  (await import("@/lib/views/shell")).shellView(READER, new Date()).then((view) => view.deafTargets);
const happened = (key: string) =>
  app.db
    .insert(alerts.alertEvents)
    .values({ key, event: "revisit-due", breachId: null, detail: REVISIT, createdAt: 1 })
    .run();
const REVISIT = {
  decision: { path: "a.md", id: "d1", title: "A", statement: null },
  reasons: [],
  owner: null,
  since: 1,
};

test("a webhook that does not answer holds up no Alertmanager, and is not asked twice at a time", async () => {
  let release = (): void => {};
  answer = (request, response) => {
    if (request.url?.startsWith("/hook")) release = () => void response.end();
    else well(request, response);
  };
  happened("slow");
  const underWay = new Set<string>();
  const first = sendAlerts(app.db, new Date(), underWay);
  await until("the webhook is asked", () => (heard.includes("POST /hook") ? true : undefined));
  await sendAlerts(app.db, new Date(), underWay);
  await sendAlerts(app.db, new Date(), underWay);
  await until("every round reached Alertmanager", () => (posts() === 3 ? true : undefined));
  expect(heard.filter((each) => each === "POST /hook")).toHaveLength(1);
  release();
  await first;
  expect(underWay.size).toBe(0);
  expect(
    app.db
      .select()
      .from(alerts.alertTargets)
      .all()
      .map(({ failures }) => failures),
  ).toEqual([0, 0]);
});
const posts = () => heard.filter((each) => each === "POST /am/api/v2/alerts").length;

test("an Alertmanager that takes alerts and does not say what is silenced is not deaf", async () => {
  answer = (request, response) =>
    request.method === "GET" ? void response.writeHead(500).end("no silences") : well(request, response);
  await sendAlerts(app.db, new Date());
  expect(await deaf()).toEqual([]);
});

test("one that takes no alerts is deaf, also while there is nothing to tell", async () => {
  answer = (request, response) =>
    request.method === "POST" && request.url?.startsWith("/am")
      ? void response.writeHead(503).end()
      : well(request, response);
  await sendAlerts(app.db, new Date());
  expect(await deaf()).toMatchObject([{ name: `Alertmanager (${address}/am)`, why: "HTTP 503" }]);
  answer = well;
  app.db.update(alerts.alertTargets).set({ triedAt: 0 }).run();
  await sendAlerts(app.db, new Date());
  expect(await deaf()).toEqual([]);
});

test("an answer that breaks off after its headers is one that did not come", async () => {
  answer = broken;
  await expect(alertmanager(`http://${address}/am`, {}).post([])).rejects.toMatchObject({
    name: "NotTaken",
    refused: false,
    message: "its answer broke off",
  });
});

test("an answer that leads elsewhere is told as such, and is not followed", async () => {
  answer = (_, response) => void response.writeHead(302, { location: `http://${address}/elsewhere` }).end();
  const failed = { name: "NotTaken", refused: false, message: "it redirects (HTTP 302), which is not followed" };
  await expect(alertmanager(`http://${address}/am`, {}).post([])).rejects.toMatchObject(failed);
  await expect(postEvent(`http://${address}/hook`, null, "e", {}, new Date())).rejects.toMatchObject(failed);
  expect(heard).toHaveLength(2);
});

test("why a request could not be made is told without its address and its headers", async () => {
  const why = (asked: Promise<unknown>) => asked.then(String, (error: Error) => `${error} ${error.cause}`);
  const said = [
    await why(alertmanager(`http://grace:hunter2@${address}`, {}).silenced()),
    await why(alertmanager(`http://${address}`, { "x-token": "hunter2\n" + "x" }).silenced()),
    await why(postEvent(`http://grace:hunter2@${address}`, null, "e", {}, new Date())),
  ];
  expect(said).toEqual(Array(3).fill("NotTaken: no answer: the request could not be made undefined"));
});
