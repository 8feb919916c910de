import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { type APIRequestContext, expect } from "@playwright/test";
import Sqlite from "better-sqlite3";
import type { Role } from "@/lib/rights";

const URL_OF_APP = `http://127.0.0.1:${process.env.E2E_PORT}`;
const HOUR_MS = 3_600_000;

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
const stored = (services: readonly string[] | null): string | null => services && JSON.stringify(services);

/** The database of the running product. */
function write(statements: (db: Sqlite.Database) => void): void {
  const db = new Sqlite(join(process.env.E2E_DATA_DIR ?? "", "plumbline.db"), { timeout: 20_000 });
  statements(db);
  db.close();
}

/** Adds a person with a token of the API, so that a page can be opened as somebody; answers the token. null services: all. */
export function tokenOf(
  name: string,
  role: Role,
  services: readonly string[] | null = null,
  lastsMs: number = HOUR_MS,
): string {
  const secret = `plb_${randomBytes(32).toString("base64url")}`;
  const id = `${name} ${randomBytes(4).toString("hex")}`;
  const now = Date.now();
  write((db) => {
    db.prepare(
      `INSERT INTO people (id, name, email, email_verified, created_at, updated_at, role, services)
       VALUES (?, ?, ?, 1, ?, ?, ?, ?)`,
    ).run(id, name, `${id.replaceAll(" ", ".")}@shop.example`, now, now, role, stored(services));
    db.prepare(
      `INSERT INTO api_tokens (id, name, prefix, hash, role, services, person_id, created_at, expires_at)
       VALUES (?, 'browser test', ?, ?, ?, ?, ?, ?, ?)`,
    ).run(`token ${id}`, secret.slice(0, 12), hashOf(secret), role, stored(services), id, now, now + lastsMs);
  });
  return secret;
}

/** The secret of a link that works once, as a start or an admin makes it. */
export function linkOf(purpose: "set-up" | "invite", role: Role, services: readonly string[] | null = null): string {
  const secret = randomBytes(32).toString("base64url");
  const now = Date.now();
  write((db) =>
    db
      .prepare(
        `INSERT INTO one_time_links (hash, purpose, role, services, created_by, created_at, expires_at)
         VALUES (?, ?, ?, ?, 'a test', ?, ?)`,
      )
      .run(hashOf(secret), purpose, role, stored(services), now, now + HOUR_MS),
  );
  return secret;
}

/** Joins by a link, with a name of one's own; whoever asked is signed in then. */
export async function redeem(request: APIRequestContext, secret: string, name: string): Promise<void> {
  const email = `${name.toLowerCase().replaceAll(" ", "-")}@shop.example`;
  const answer = await request.post(`${URL_OF_APP}/api/auth/link`, {
    headers: { origin: URL_OF_APP },
    data: { secret, name, email, password: `the long way ${randomBytes(8).toString("hex")}` },
  });
  expect(await answer.text()).toContain("signed-in");
}
