/** One commit that touched a record. */
export type Version = {
  sha: string;
  /** When it was committed, ISO 8601. */
  at: string;
  author: string;
  subject: string;
  /** What the record was called then, from the root of the repository. */
  path: string;
  change: "added" | "changed" | "renamed" | "deleted";
  /**
   * Whether it is on the line of first parents, which is what the branch itself held: what was written on another branch was not
   * in force before its merge, and the merge is a version of its own.
   */
  onLine: boolean;
  /** Where a shallow clone begins: the record stood there, who wrote it is not known. */
  boundary: boolean;
};

/** In the place of a sha: the file as it lies there, with what is not committed. */
export const UNCOMMITTED = "uncommitted";

/** `whole`: nothing older was left out, be it by a shallow clone or by a cap. Newest first. */
export type Versions = { versions: Version[]; whole: boolean };

export type InForce =
  | { state: "in-force"; version: Version }
  /** It was deleted by then; `version` is the deletion. */
  | { state: "deleted"; version: Version }
  /** `first`: when it came to be. */
  | { state: "not-yet"; first: Version | null }
  /** What is older is not in this clone. */
  | { state: "not-known"; oldest: Version | null };

const DAY_MS = 86_400_000;

/** The version that a branch held at the end of a day (UTC): the newest on its line that was committed by then. */
export function inForceOn({ versions, whole }: Versions, day: string): InForce {
  const end = Date.parse(`${day}T00:00:00Z`) + DAY_MS;
  const line = versions.filter(({ onLine }) => onLine);
  const version = line.find(({ at }) => Date.parse(at) < end);
  if (version) return { state: version.change === "deleted" ? "deleted" : "in-force", version };
  const oldest = line.at(-1) ?? null;
  return whole ? { state: "not-yet", first: oldest } : { state: "not-known", oldest };
}

/** The one whose sha begins so; null for none, and for what is no beginning of a sha. */
export function versionNamed(versions: readonly Version[], sha: string): Version | null {
  return /^[0-9a-f]{7,64}$/.test(sha) ? (versions.find((version) => version.sha.startsWith(sha)) ?? null) : null;
}

/** The version that the text of another one was made from, as far as the list tells: the next older one. */
export function versionBefore(versions: readonly Version[], version: Version): Version | null {
  const at = versions.findIndex(({ sha }) => sha === version.sha);
  return (
    versions.slice(at + 1).find(({ onLine, change }) => change !== "deleted" && (onLine || !version.onLine)) ?? null
  );
}

/** Two lists, newest first, as one: each keeps its own order, and what is in both stands once. */
export function merged(line: readonly Version[], all: readonly Version[]): Version[] {
  const onLine = new Set(line.map(({ sha }) => sha));
  const others = all.filter(({ sha }) => !onLine.has(sha));
  const result: Version[] = [];
  let next = 0;
  for (const version of line) {
    for (let other = others[next]; other && other.at > version.at; other = others[next]) {
      result.push(other);
      next++;
    }
    result.push(version);
  }
  return [...result, ...others.slice(next)];
}

/** A day as the calendar has it, "2026-09-01"; null for anything else. */
export function dayIn(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text ? text : null;
}
