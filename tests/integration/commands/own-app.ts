import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tables from "@/db/people";
import { hashOf } from "@/lib/auth/token";
import { provision } from "@/lib/commands/provision";
import type { Role } from "@/lib/rights";
import { type Database, database } from "@/lib/store/database";
import { saveEdges, sloById } from "@/lib/store/slos";

/** An app of a test file's own: its folders are what DATA_DIR, ADR_DIR and SLO_DIR name. */
export type OwnApp = {
  folder: string;
  sloDir: string;
  adrDir: string;
  db: Database;
  /** A bearer token of a person who is made for it. */
  token(name: string, role: Role, services?: string[]): string;
  start(now?: Date): ReturnType<typeof provision>;
  remove(): void;
};

const RECORD = `---
status: accepted
decisions:
  d1: { title: Fast for nearly everyone, status: accepted }
  d2: { title: A wish, status: proposed }
targets:
  t1: { decision: d1, slo: took, statement: 93 % within 200 ms, sli: latency, threshold: 200ms, objective: 0.93, window: 28d }
  t2: { decision: d2, slo: hits, statement: 90 % from the cache, sli: ratio, objective: 0.9, window: 28d }
---

# Caching
`;

/** Before anything reads the configuration. */
export function ownApp(): OwnApp {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-own-"));
  const [sloDir, adrDir] = [join(folder, "slos"), join(folder, "docs", "adr")];
  // Records are named from the root of the repository that holds them.
  for (const each of [sloDir, adrDir, join(folder, ".git")]) mkdirSync(each, { recursive: true });
  writeFileSync(join(adrDir, "0001-caching.md"), RECORD);
  Object.assign(process.env, {
    DATA_DIR: join(folder, "data"),
    ADR_DIR: adrDir,
    SLO_DIR: sloDir,
    ANONYMOUS_READ: "on",
  });
  const db = database();
  return {
    folder,
    sloDir,
    adrDir,
    db,
    token(name, role, services) {
      const now = new Date();
      const person = { id: name, name, email: `${name}@shop.example`, createdAt: now, updatedAt: now };
      db.insert(tables.people)
        .values({ ...person, role, services: services ?? null })
        .run();
      const secret = `plumb_${name}_${"x".repeat(32)}`;
      const token = { id: `${name}-token`, name: "test", prefix: "plumb", hash: hashOf(secret), role: "admin" };
      const span = { createdAt: now.getTime(), expiresAt: now.getTime() + 86_400_000 };
      db.insert(tables.apiTokens)
        .values({ ...token, ...span, personId: name, services: null })
        .run();
      return secret;
    },
    async start(now = new Date()) {
      const problems = await provision(db, [sloDir], now);
      const took = sloById(db, "took");
      if (took && took.edges === null) saveEdges(db, took.sliId, [0.1, 0.2, 0.5, 1]);
      return problems;
    },
    remove() {
      db.$client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An OpenSLO document: `took` is a latency, `hits` a ratio. */
export const documentOf = (
  name: "took" | "hits",
  { objective = 0.95, le = "0.2", annotations = {} }: { objective?: number; le?: string; annotations?: object } = {},
): string =>
  JSON.stringify({
    apiVersion: "openslo/v1",
    kind: "SLO",
    metadata: { name, annotations },
    spec: {
      service: "shop",
      indicator: {
        spec: {
          ratioMetric: {
            counter: true,
            good: { metricSource: { spec: { query: name === "took" ? `took_bucket{le="${le}"}` : "hits_total" } } },
            total: { metricSource: { spec: { query: name === "took" ? "took_count" : "reads_total" } } },
          },
        },
      },
      timeWindow: [{ duration: "28d", isRolling: true }],
      objectives: [{ target: objective }],
    },
  });
