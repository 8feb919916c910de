import "server-only";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";

/** What session cookies are signed with: AUTH_SECRET, or one that is made once and kept in DATA_DIR, for its owner's eyes only. */
export function authSecret(): string {
  const { authSecret: given, dataDir } = config();
  if (given !== null) return given;
  const file = join(dataDir, "auth-secret");
  mkdirSync(dataDir, { recursive: true });
  try {
    // "wx": of two processes that start at once, one writes and both read what it wrote.
    writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const kept = readFileSync(file, "utf8").trim();
  if (kept.length < 32)
    throw new DomainError(
      "unavailable",
      `${file} holds less than 32 characters.`,
      "Delete it, and everybody signs in again; or set AUTH_SECRET.",
    );
  return kept;
}
