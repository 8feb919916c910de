import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import Sqlite from "better-sqlite3";

/** A bearer token of the role, made straight in the database of the running product; null services: all. */
export function bearerOf(role: "viewer" | "editor" | "admin", services: string[] | null = null): string {
  const db = new Sqlite(join(process.env.E2E_DATA_DIR ?? "", "plumbline.db"), { timeout: 20_000 });
  const [id, secret, now] = [randomBytes(8).toString("hex"), randomBytes(24).toString("hex"), Date.now()];
  const hash = createHash("sha256").update(secret).digest("hex");
  const rights = [role, services && JSON.stringify(services)];
  db.prepare(
    "INSERT INTO people (id, name, email, email_verified, created_at, updated_at, role, services) VALUES (?, ?, ?, 1, ?, ?, ?, ?)",
  ).run(id, `Test ${role}`, `${id}@test.invalid`, now, now, ...rights);
  db.prepare(
    "INSERT INTO api_tokens (id, name, prefix, hash, role, services, person_id, created_at, expires_at) VALUES (?, 'test', ?, ?, ?, ?, ?, ?, ?)",
  ).run(id, secret.slice(0, 8), hash, ...rights, id, now, now + 3_600_000);
  db.close();
  return `Bearer ${secret}`;
}
