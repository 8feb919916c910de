import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Database, openDatabase } from "@/db/client";
import * as tables from "@/db/people";
import { revisitOutcomes, revisits } from "@/db/revisits";
import * as schema from "@/db/schema";
import { hashPassword } from "@/lib/auth/password";
import { hashOf } from "@/lib/auth/token";
import { addAnnotation } from "@/lib/store/annotations";
import { saveEpisode } from "@/lib/store/breaches";
import { addFollowUp } from "@/lib/store/follow-ups";
import { addReview } from "@/lib/store/reviews";
import type { DecisionEvidence } from "@/lib/views/revisit-evidence";
import { startApp } from "../../faults/app";
import { freePort } from "../evaluator/engine";

/** Who asks. `other editor` may edit another service only; the last two bring an admin's token that no longer holds. */
export const CALLERS = ["nobody", "viewer", "other editor", "editor", "admin", "revoked", "expired"] as const;
export type Caller = (typeof CALLERS)[number];

/** Stands in names and titles, so that an answer that tells anything tells it. */
export const MARK = "Quillwort";
/** The name of a person who never asks for anything. */
export const OTHER_PERSON = "Zanthoxylum";

/** Of somebody who may sign in. */
export const CREDENTIALS = { email: "signing-in@example.org", password: "slow rivers under Cygnus" };

const DAY_MS = 86_400_000;

const slo = (name: string, service: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name}, displayName: ${MARK} ${name}, annotations: { plumbline.dev/decision: "adr/0001-checkout.md#d1" } }
spec:
  description: ${MARK} described
  service: ${service}
  indicator:
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { type: Prometheus, spec: { query: '${name}_errors_total' } } }
        total: { metricSource: { type: Prometheus, spec: { query: '${name}_requests_total' } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.99 }]
`;
const ADR = `---
status: accepted
decisions: { d1: { title: ${MARK} one call } }
---
# ${MARK} checkout

### D1: ${MARK} one call

Text.
`;

/** The real build on a port of its own, with two SLOs, a decision, a breach and a bearer token for each caller. */
export type Served = {
  url: string;
  db: Database;
  headersOf(caller: Caller): Record<string, string>;
  stop(): Promise<void>;
};

export async function served(env: Record<string, string> = {}): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-security-"));
  for (const name of ["slos", "adr"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "slos", "checkout.yaml"), slo("checkout", "shop"));
  writeFileSync(join(folder, "slos", "search.yaml"), slo("search", "shop"));
  writeFileSync(join(folder, "adr", "0001-checkout.md"), ADR);
  writeFileSync(
    join(folder, "adr", "checkout.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg"><title>${MARK}</title></svg>`,
  );
  const app = startApp(await freePort(), {
    // Nobody answers there: nothing is counted while the test looks.
    PROMETHEUS_URL: "http://127.0.0.1:9",
    DATA_DIR: join(folder, "data"),
    SLO_DIR: join(folder, "slos"),
    ADR_DIR: join(folder, "adr"),
    ANONYMOUS_READ: "off",
    LOG_LEVEL: "error",
    ...env,
  });
  await app.ready;
  const db = openDatabase(join(folder, "data", "plumbline.db"), resolve("db/migrations"));
  addBreach(db);
  addWishes(db);
  addRevisit(db);
  const secrets = addCallers(db, await hashPassword(CREDENTIALS.password));
  return {
    url: app.url,
    db,
    headersOf: (caller) => {
      const secret = secrets.get(caller);
      return secret === undefined ? {} : { authorization: `Bearer ${secret}` };
    },
    async stop() {
      db.$client.close();
      await app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function addBreach(db: Database): void {
  const openedMinute = Math.floor(Date.now() / 60_000) - 600;
  const episode = {
    kind: "slow-burn" as const,
    openedMinute,
    closedMinute: openedMinute + 60,
    closeReason: "recovered",
  };
  const figures = { worst: 20, badEvents: 10, totalEvents: 100, budgetSpent: 0.1, targetVersion: 1 };
  const reason = { decisionPath: "adr/0001-checkout.md", decisionId: "d1", adrCommit: null };
  saveEpisode(db, "checkout", "live", { ...episode, ...figures, countedFrom: openedMinute }, reason);
}

/** A proposal, an exclusion, a review, a follow-up and an annotation, so that somebody may decide, end, read, close and remove them. */
function addWishes(db: Database): void {
  const now = Date.now();
  const by = { sloId: "checkout", reason: "A reason", author: "file", createdAt: now };
  const terms = { objective: 0.98, threshold: null, window: "28d" };
  db.insert(schema.proposals)
    .values({ ...by, ...terms, origin: "person", state: "open", baseVersion: 1 })
    .run();
  db.insert(schema.exclusions)
    .values({ ...by, fromAt: now - DAY_MS, toAt: now + DAY_MS })
    .run();
  const caller = { author: "Caller editor", authorId: "editor" };
  const note = `${MARK} was looked at`;
  addReview(db, { day: "2026-01-02", startedAt: null, finishedAt: now, note, view: { shape: 0 }, ...caller });
  const nothing = { breachId: null, decisionPath: null, decisionId: null };
  const work = { sloId: "checkout", text: `Look at ${MARK}`, owner: "Team", dueDay: "2026-12-01" };
  addFollowUp(db, { ...nothing, ...work, ...caller, origin: "review", createdAt: now });
  const when = { fromAt: now - DAY_MS, toAt: null, createdAt: now, generated: false };
  const what = { kind: "deploy" as const, title: "A deploy", text: null, url: null, key: null };
  addAnnotation(db, { ...when, ...what, service: "shop", sloId: null, author: "file", authorId: null });
}

/** What a meeting sees of a decision that nothing measures. */
const EVIDENCE: DecisionEvidence = {
  cutOff: "1970-01-01T00:01:00.000Z",
  status: "accepted",
  gone: false,
  date: null,
  ageDays: null,
  decisionMakers: [],
  owner: null,
  confidence: null,
  every: null,
  due: { day: null, by: "record" },
  fileDue: null,
  statements: [],
  targets: [],
  unmeasured: [],
  triggers: [],
  since: { from: "1970-01-01T00:00:00.000Z", why: "quarter", items: [] },
  followUps: [],
  last: null,
};

/** A meeting that is held, with an outcome whose patch can be had. */
function addRevisit(db: Database): void {
  const by = { author: "a test", authorId: "a-test", createdAt: Date.now() };
  const decision = { path: "adr/0001-checkout.md", decisionId: "d1", outcome: "keep", nextDue: "2099-01-01" };
  db.insert(revisits)
    .values({ quarter: "2026-Q4", startedAt: 0, startedBy: MARK, startedById: "a-test", cutOffMinute: 1, agenda: [] })
    .run();
  db.insert(revisitOutcomes)
    .values({ ...by, ...decision, quarter: "2026-Q4", reason: "A reason", names: [MARK], evidence: EVIDENCE })
    .run();
}

/** Adds a person and a token for each caller; answers the tokens. */
function addCallers(db: Database, password: string): Map<Caller, string> {
  const now = Date.now();
  const at = new Date(now);
  const secrets = new Map<Caller, string>();
  const person = (id: string, name: string, role: string, services: string[] | null) =>
    db
      .insert(tables.people)
      .values({ id, name, email: `${id}@example.org`, createdAt: at, updatedAt: at, role, services })
      .run();
  person("absent", OTHER_PERSON, "viewer", null);
  person("signing-in", "Caller signing in", "viewer", null);
  db.insert(tables.accounts)
    .values({
      id: "signing-in",
      accountId: "signing-in",
      providerId: "credential",
      userId: "signing-in",
      password,
      createdAt: at,
      updatedAt: at,
    })
    .run();
  for (const caller of CALLERS) {
    if (caller === "nobody") continue;
    const id = caller.replace(" ", "-");
    const role = caller === "viewer" ? "viewer" : caller.endsWith("editor") ? "editor" : "admin";
    const services = caller === "other editor" ? ["elsewhere"] : null;
    const secret = `plb_${randomBytes(32).toString("base64url")}`;
    secrets.set(caller, secret);
    person(id, `Caller ${id}`, role, services);
    const times = { createdAt: now - 2 * DAY_MS, expiresAt: now + (caller === "expired" ? -1 : 1) * DAY_MS };
    const revokedAt = caller === "revoked" ? now - DAY_MS : null;
    const token = { id: `token-${id}`, name: id, prefix: secret.slice(0, 8), hash: hashOf(secret), personId: id };
    db.insert(tables.apiTokens)
      .values({ ...token, ...times, role, services, revokedAt })
      .run();
  }
  return secrets;
}
