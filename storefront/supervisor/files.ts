import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { z } from "zod";

/** Replaces the file in one step, so that a reader or a killed run never meets half of it. Owner-only. */
export function writeJson(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The file's content, or undefined if it is missing or holds something else. */
export function readJson<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
