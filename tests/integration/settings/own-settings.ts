import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import * as tables from "@/db/people";
import * as schema from "@/db/schema";
import type { Role } from "@/lib/rights";
import { type Database, database } from "@/lib/store/database";
import { personById } from "@/lib/store/people";
import { addSlo } from "../store/own-database";

/** Whoever asks: the id of a person who signed in, or a bearer token. */
type By = { session: string } | { bearer: string } | null;

export type Answer = { status: number; etag: string | null; text: string; body: Record<string, unknown> };

type Handler = (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>;

const SESSION_HEADER = "x-test-session";

/** An app with a database of its own; `given` stands in for the headers of the request, `sessionOf` for signing in. */
export function ownSettings() {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-settings-"));
  Object.assign(process.env, { DATA_DIR: folder, ANONYMOUS_READ: "on" });
  const db = database();
  addSlo(db, "hits");
  addSlo(db, "took");
  db.update(schema.slos).set({ service: "edge" }).where(eq(schema.slos.id, "took")).run();
  let given = new Headers();
  return {
    db,
    folder,
    headers: async () => given,
    async sessionOf(headers: Headers) {
      const person = personById(db, headers.get(SESSION_HEADER) ?? "");
      if (!person || person.disabledAt !== null) return null;
      const { id, name, role, services } = person;
      return { kind: "person" as const, id, name, role, services, sessionId: "" };
    },
    async ask(
      handler: Handler,
      by: By,
      { method = "GET", query = "", id = "", ifMatch = "", body = {} } = {},
    ): Promise<Answer> {
      given = new Headers({
        origin: "http://localhost",
        host: "localhost",
        "content-type": "application/json",
        ...(by && "session" in by && { [SESSION_HEADER]: by.session }),
        ...(by && "bearer" in by && { authorization: `Bearer ${by.bearer}` }),
        ...(ifMatch && { "if-match": `"${ifMatch}"` }),
      });
      const sent = method === "GET" ? {} : { body: JSON.stringify(body) };
      const request = new Request(`http://localhost/${query}`, { method, headers: given, ...sent });
      const response = await handler(request, { params: Promise.resolve({ id }) });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json") && !text.includes("\n{");
      return {
        status: response.status,
        etag: response.headers.get("etag"),
        text,
        body: isJson ? JSON.parse(text) : {},
      };
    },
    person: (name: string, role: Role, services: string[] | null = null): string => addPerson(db, name, role, services),
    remove() {
      db.$client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function addPerson(db: Database, name: string, role: Role, services: string[] | null): string {
  const id = randomUUID();
  const now = new Date();
  db.insert(tables.people)
    .values({ id, name, email: `${id}@shop.example`, createdAt: now, updatedAt: now, role, services })
    .run();
  return id;
}

export function addSession(db: Database, personId: string, at = new Date()): void {
  const id = randomUUID();
  db.insert(tables.sessions)
    .values({
      id,
      token: id,
      userId: personId,
      expiresAt: new Date(at.getTime() + 3_600_000),
      createdAt: at,
      updatedAt: at,
    })
    .run();
}
