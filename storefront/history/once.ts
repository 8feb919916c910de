import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { DemoSettings } from "../settings";
import type { Children } from "../supervisor/children";
import { readJson, writeJson } from "../supervisor/files";

const HOUR = 3600;
const DAY = 86_400;
const POLL_MS = 50;

const Marker = z.object({ from: z.string(), split: z.string(), to: z.string() });
const Report = z.object({ line: z.string() });

/** Generates the history of a data directory on its first start; one that was interrupted begins again from nothing. */
export async function generateHistory(
  children: Children,
  demoDir: string,
  settings: DemoSettings,
  say: (line: string) => void,
): Promise<void> {
  const marker = path.join(demoDir, "history.json");
  if (readJson(marker, Marker)) return;
  const inDemo = (name: string) => path.join(demoDir, name);
  for (const name of ["prometheus", "generated-samples", "generated-history.json"]) {
    rmSync(inDemo(name), { recursive: true, force: true });
  }
  mkdirSync(inDemo("prometheus"));

  const to = Math.floor(Date.now() / 60_000) * 60;
  const split = Math.floor(to / HOUR) * HOUR - settings.historyDays * DAY;
  const from = split - (settings.ledgerDays - settings.historyDays) * DAY;
  say(`Generating ${settings.ledgerDays} days of history, ${settings.historyDays} of them in the engine`);
  const span = ["--from", String(from), "--split", String(split), "--to", String(to)];
  const average = ["--average", String(settings.requestsPerSecond), "--dir", demoDir];
  const child = await children.startNode("history", "history/main.ts", [...span, ...average]);
  child.hear((message) => say(Report.parse(message).line));
  while (!child.ended()) await sleep(POLL_MS);
  if (child.ended() !== "code 0") {
    throw new Error(`the history could not be generated (${child.ended()}); its log: ${child.logFile}`);
  }
  const iso = (at: number) => new Date(at * 1000).toISOString();
  writeJson(marker, { from: iso(from), split: iso(split), to: iso(to) });
}
