import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openDatabase } from "@/db/client";
import type { Actor } from "@/lib/auth/actor";
import type { Database } from "@/lib/store/database";

/** A folder with a database of its own; call it before anything that reads the configuration is imported. */
export function ownHouse(env: Record<string, string> = {}): { db: Database; dataDir: string; clear: () => void } {
  const dataDir = mkdtempSync(join(tmpdir(), "plumbline-auth-"));
  Object.assign(process.env, { DATA_DIR: dataDir, LOG_LEVEL: "silent", ...env });
  const db = openDatabase(join(dataDir, "plumbline.db"), resolve("db/migrations"));
  const clear = (): void => {
    db.$client.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { db, dataDir, clear };
}

export const ORIGIN = "http://127.0.0.1:3000";

export const visitor = (ip: string): Actor =>
  ({ kind: "anonymous", id: null, name: "anonymous", role: "viewer", services: null, ip }) as unknown as Actor;

let last = 0;
/** An address that no other part of a test comes from: guesses are counted by address. */
export const freshAddress = (): string => `198.18.${(last >> 8) & 255}.${last++ & 255}`;

/** What a browser keeps and sends. */
export function browser() {
  const jar = new Map<string, string>();
  return {
    headers: (): Headers =>
      new Headers({ "user-agent": "test", cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") }),
    keep(cookies: readonly string[]): void {
      for (const cookie of cookies) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        if (/max-age=0/i.test(cookie)) jar.delete(name);
        else jar.set(name, value);
      }
    },
    cookie: (name: string): string | undefined => [...jar].find(([each]) => each.endsWith(name))?.[1],
    plant: (name: string, value: string): void => void jar.set(name, value),
  };
}

export type Browser = ReturnType<typeof browser>;
