import type { Version } from "./versions";

const BETWEEN = "\u001e";

/** What `git log -z --name-status` is asked for. */
export const LOG_FORMAT = "%x1e%H%x00%cI%x00%an%x00%P%x00%s";

const CHANGES: Record<string, Version["change"]> = { A: "added", R: "renamed", C: "added", D: "deleted" };

/**
 * The commits of one followed file, in git's order. `shallow`: what has no parent need not be a root. Git follows copies as it
 * follows renames: a copy begins here, since what is older is of the file that it was copied from.
 */
export function readLog(log: string, onLine: boolean, shallow: boolean): Version[] {
  const entries = entriesIn(log).map((entry) => entry.split("\0"));
  const copied = entries.findIndex(([, , , , , letter]) => letter?.trim().startsWith("C"));
  return (copied < 0 ? entries : entries.slice(0, copied + 1)).flatMap((entry) => {
    const [sha, at, author, parents, subject, letter, ...paths] = entry;
    const path = paths.filter((each) => each !== "").at(-1);
    if (!sha || !at || author === undefined || subject === undefined || !letter || path === undefined) return [];
    const change = CHANGES[letter.trim().charAt(0)] ?? "changed";
    const boundary = shallow && parents === "";
    return [{ sha, at: new Date(at).toISOString(), author, subject, path, change, onLine, boundary }];
  });
}

/** A subject may hold the separator, but not a zero byte after a sha: what does not begin so belongs to the entry before. */
function entriesIn(log: string): string[] {
  const entries: string[] = [];
  for (const piece of log.split(BETWEEN).slice(1)) {
    if (/^[0-9a-f]+$/.test(piece.slice(0, Math.max(0, piece.indexOf("\0"))))) entries.push(piece);
    else if (entries.length > 0) entries.push(`${entries.pop()}${BETWEEN}${piece}`);
  }
  return entries;
}
