import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { accounts, people, twoFactors, verifications } from "@/db/people";
import type { Rights } from "@/lib/rights";
import type { Database } from "./database";
import { type Person, personById } from "./people";

/** How better-auth names an account that has a password. */
const PASSWORD = "credential";

export type NewPerson = Rights & { name: string; email: string };

export function addPerson(db: Database, { name, email, role, services }: NewPerson, now: Date): string {
  const id = randomUUID();
  db.insert(people).values({ id, name, email, role, services, createdAt: now, updatedAt: now }).run();
  return id;
}

export function personByEmail(db: Database, email: string): Person | null {
  const row = db.select({ id: people.id }).from(people).where(eq(people.email, email)).get();
  return row ? personById(db, row.id) : null;
}

/** The person that a subject of an identity provider is. */
export function personBySubject(db: Database, providerId: string, subject: string): Person | null {
  const row = db
    .select({ id: accounts.userId })
    .from(accounts)
    .where(and(eq(accounts.providerId, providerId), eq(accounts.accountId, subject)))
    .get();
  return row ? personById(db, row.id) : null;
}

export function hasAdmin(db: Database): boolean {
  const admin = and(eq(people.role, "admin"), isNull(people.disabledAt));
  return db.select({ id: people.id }).from(people).where(admin).limit(1).get() !== undefined;
}

export function renamePerson(db: Database, id: string, name: string, now: Date): void {
  db.update(people).set({ name, updatedAt: now }).where(eq(people.id, id)).run();
}

export function setRole(db: Database, id: string, role: string, now: Date): void {
  db.update(people).set({ role, updatedAt: now }).where(eq(people.id, id)).run();
}

const passwordOf = (personId: string) => and(eq(accounts.userId, personId), eq(accounts.providerId, PASSWORD));

/** null where they sign in without one. */
export function passwordHashOf(db: Database, personId: string): string | null {
  return db.select({ hash: accounts.password }).from(accounts).where(passwordOf(personId)).get()?.hash ?? null;
}

export function setPasswordHash(db: Database, personId: string, hash: string, now: Date): void {
  const { changes } = db.update(accounts).set({ password: hash, updatedAt: now }).where(passwordOf(personId)).run();
  if (changes > 0) return;
  const times = { createdAt: now, updatedAt: now };
  db.insert(accounts)
    .values({ id: randomUUID(), accountId: personId, providerId: PASSWORD, userId: personId, password: hash, ...times })
    .run();
}

/** Whether somebody signs in by an identity provider. */
export function providerOf(db: Database, personId: string): string | null {
  const rows = db.select({ provider: accounts.providerId }).from(accounts).where(eq(accounts.userId, personId)).all();
  return rows.find(({ provider }) => provider !== PASSWORD)?.provider ?? null;
}

export function hasSecondFactor(db: Database, personId: string): boolean {
  return db.select({ on: people.twoFactorEnabled }).from(people).where(eq(people.id, personId)).get()?.on ?? false;
}

/** A trigger writes the audit log where it was on. */
export function dropSecondFactor(db: Database, personId: string, now: Date): void {
  db.update(people).set({ twoFactorEnabled: false, updatedAt: now }).where(eq(people.id, personId)).run();
  db.delete(twoFactors).where(eq(twoFactors.userId, personId)).run();
}

/** Whose second factor is asked for. */
export function challengedPerson(db: Database, challenge: string): Person | null {
  const row = db.select().from(verifications).where(eq(verifications.identifier, challenge)).get();
  return row && row.expiresAt > new Date() ? personById(db, row.value) : null;
}
