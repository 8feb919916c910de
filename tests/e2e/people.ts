import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import Database from "better-sqlite3";

/** Adds a person with a token of the API, so that a page can be opened as somebody; answers the token. */
export function tokenOf(name: string, role: "viewer" | "editor" | "admin"): string {
  const db = new Database(join(process.env.E2E_DATA_DIR ?? "", "plumbline.db"), { timeout: 20_000 });
  const secret = `plumb_${randomBytes(24).toString("hex")}`;
  const id = `${name} ${randomBytes(4).toString("hex")}`;
  const now = Date.now();
  db.prepare(
    "INSERT INTO people (id, name, email, email_verified, created_at, updated_at, role) VALUES (?, ?, ?, 1, ?, ?, ?)",
  ).run(id, name, `${id.replaceAll(" ", ".")}@shop.example`, now, now, role);
  db.prepare(
    `INSERT INTO api_tokens (id, name, prefix, hash, role, services, person_id, created_at, expires_at)
     VALUES (?, 'browser test', ?, ?, 'admin', NULL, ?, ?, ?)`,
  ).run(
    `token ${id}`,
    secret.slice(0, 12),
    createHash("sha256").update(secret).digest("hex"),
    id,
    now,
    now + 3_600_000,
  );
  db.close();
  return secret;
}
