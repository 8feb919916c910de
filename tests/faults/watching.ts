import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openDatabase } from "@/db/client";
import { provision } from "@/lib/commands/provision";
import { tick, type World } from "@/lib/evaluator/tick";
import { prometheus } from "@/lib/gateways/prometheus";
import type { Database } from "@/lib/store/database";

export const DATABASE = "plumbline.db";

export type Query = { part: "good" | "bad"; promql: string };

/** An OpenSLO document over counters. */
export const sloDocument = (name: string, objective: number, counted: Query, total: string): string => `
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: shop
  indicator: { spec: { ratioMetric: { counter: true, ${counted.part}: { metricSource: { spec: { query: '${counted.promql}' } } }, total: { metricSource: { spec: { query: '${total}' } } } } } }
  timeWindow: [{ duration: 7d, isRolling: true }]
  objectives: [{ target: ${objective} }]
`;

/** Folders of one test, gone when it ends. */
export type Workplace = { folder(name: string): string; sloDir: string; remove(): void };

export function workplace(documents: readonly string[]): Workplace {
  const root = mkdtempSync(join(tmpdir(), "plumbline-faults-"));
  const folder = (name: string): string => {
    const path = join(root, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const sloDir = folder("slos");
  writeFileSync(join(sloDir, "slos.yaml"), documents.join("\n---\n"));
  return { folder, sloDir, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export const opened = (dataDir: string): Database => openDatabase(join(dataDir, DATABASE), resolve("db/migrations"));

/** An evaluator's world over a data folder, with the SLOs of the workplace. */
export async function watching(
  place: Workplace,
  dataDir: string,
  engineUrl: string,
  delaySeconds: number,
): Promise<World> {
  const db = opened(dataDir);
  const problems = await provision(db, [place.sloDir], new Date());
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("; "));
  return { db, engine: prometheus(engineUrl, {}), delaySeconds, commitOf: async () => null };
}

/** The instant at which a minute has just become final. */
export const whenFinal = (minute: number, delaySeconds: number): Date =>
  new Date(minute * 60_000 + delaySeconds * 1000);

export async function countUpTo(world: World, minute: number): Promise<void> {
  while (!(await tick(world, whenFinal(minute, world.delaySeconds))));
}

/** A data folder as an app leaves it that was stopped when `minute` had just been counted, its first one. */
export async function begunAt(minute: number, place: Workplace, name: string, engineUrl: string): Promise<string> {
  const dataDir = place.folder(name);
  const world = await watching(place, dataDir, engineUrl, 60);
  await countUpTo(world, minute);
  world.db.$client.close();
  return dataDir;
}

/** A second data folder that begins as the first does. No process may have the first one open. */
export function copied(dataDir: string, place: Workplace, name: string): string {
  const copy = place.folder(name);
  copyFileSync(join(dataDir, DATABASE), join(copy, DATABASE));
  return copy;
}
