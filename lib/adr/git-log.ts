import type { Version } from "./versions";

const BETWEEN = "\u001e";

/** What `git log -z --name-status` is asked for. */
export const LOG_FORMAT = "%x1e%H%x00%cI%x00%an%x00%P%x00%s";

const CHANGES: Record<string, Version["change"]> = { A: "added", R: "renamed", C: "added", D: "deleted" };

/** Of a name or a subject; both are written by whoever commits. */
const MOST_CHARACTERS = 200;
/** A clock may be set to a year that no date holds; its commit is listed all the same. */
const LAST_INSTANT = "9999-12-31T23:59:59.999Z";

/**
 * The commits of one followed file, in git's order. `shallow`: what has no parent need not be a root. Git follows copies as it
 * follows renames: a copy begins here, since what is older is of the file that it was copied from.
 */
export function readLog(log: string, onLine: boolean, shallow: boolean): Version[] {
  const entries = entriesIn(log).map((entry) => entry.split("\0"));
  const copied = entries.findIndex(([, , , , , letter]) => letter?.trim().startsWith("C"));
  const versions = (copied < 0 ? entries : entries.slice(0, copied + 1)).flatMap((entry) => {
    const [sha, at, author, parents, subject, letter, ...paths] = entry;
    const path = paths.filter((each) => each !== "").at(-1);
    if (!sha || !at || author === undefined || subject === undefined || !letter || path === undefined) return [];
    const change = CHANGES[letter.trim().charAt(0)] ?? "changed";
    const boundary = shallow && parents === "";
    return [{ sha, at: instant(at), author: cut(author), subject: cut(subject), path, change, onLine, boundary }];
  });
  // Copies: a piece of a string keeps the whole log in memory.
  return structuredClone(versions);
}

function instant(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? LAST_INSTANT : time.toISOString();
}

const cut = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1).replace(/[\ud800-\udbff]$/, "")}…`;

/** How an entry begins. A subject may hold the separator and a sha, but not the zero byte and the date that follow one. */
const BEGINNING = /^(?:[0-9a-f]{40}|[0-9a-f]{64})\0\d{4,}-\d\d-\d\dT/;

function entriesIn(log: string): string[] {
  const entries: string[] = [];
  for (const piece of log.split(BETWEEN).slice(1)) {
    if (BEGINNING.test(piece)) entries.push(piece);
    else if (entries.length > 0) entries.push(`${entries.pop()}${BETWEEN}${piece}`);
  }
  return entries;
}
