import type { AdrRecord } from "./record";
import { numberInPath, slugInPath } from "./record-name";
import type { AdrReference } from "./references";

/** Where the records of a folder lead one another; paths are relative to the folder that was read. */
export type Relations = { supersedes: string[]; supersededBy: string[] };
export type Named = Pick<AdrRecord, "path" | "number" | "supersedes" | "supersededBy">;

/**
 * Each record's relations as paths of files where one file alone is meant: the one that a link leads to, else the one of that
 * name, else the one of that number. What leads to none, or could mean several, stays as it is written (a link by its target).
 */
export function relationsOf(records: readonly Named[]): Map<string, Relations> {
  const find = recordFinder(records);
  return new Map(
    records.map((record) => {
      const all = (references: AdrReference[]) => [
        ...new Set(references.map((reference) => find(record.path, reference) ?? reference.target ?? reference.text)),
      ];
      const withoutItself = (found: string[]) => found.filter((path) => path !== record.path);
      return [
        record.path,
        { supersedes: withoutItself(all(record.supersedes)), supersededBy: withoutItself(all(record.supersededBy)) },
      ];
    }),
  );
}

/** Finds the path of the one record that a reference means, from the record that makes it. */
export function recordFinder(records: readonly Named[]): (from: string, reference: AdrReference) => string | null {
  const meant = recordsMeant(records);
  return (from, reference) => {
    const [only = null, another] = meant(from, reference);
    return another === undefined ? only : null;
  };
}

/** Finds the paths of all records that a reference can mean: several where they share the number or the name that is given. */
export function recordsMeant(records: readonly Named[]): (from: string, reference: AdrReference) => string[] {
  const paths = records.map(({ path }) => path);
  const numbers = new Map(records.map(({ path, number }) => [path, number]));
  const known = new Set(paths);
  const byName = grouped(paths, (path) => path.slice(path.lastIndexOf("/") + 1).toLowerCase());
  const bySlug = grouped(paths, slugInPath);
  const byNumber = grouped(paths, (path) => numberKey(numbers.get(path) ?? null));
  /** What lies beside the record that names it is meant, rather than what lies elsewhere. */
  const nearest = (found: string[] = [], from: string) => {
    const beside = found.length > 1 ? found.filter((path) => folderOf(path) === folderOf(from)) : [];
    return beside.length > 0 ? beside : found;
  };
  const linked = (from: string, target: string): string[][] => {
    const file = target.replace(/[?#].*$/, "").replace(/\.html?$/i, ".md");
    const name = file.replace(/\/+$/, "").slice(file.replace(/\/+$/, "").lastIndexOf("/") + 1);
    const path = resolvePath(from, file);
    const there = [path, `${path}.md`, `${path}/README.md`, `${path}/index.md`].find(
      (each) => path && known.has(each ?? ""),
    );
    if (there) return [[there]];
    const slug = slugInPath(name);
    const named = nearest(byName.get(name.toLowerCase()) ?? byName.get(`${name.toLowerCase()}.md`), from);
    // A record that names its successor of the same title does not mean itself.
    const slugged = slug === "" ? [] : nearest(bySlug.get(slug), from);
    return [
      leadsElsewhere(from, file) ? others(named, from) : named,
      slugged.length === 1 && slugged[0] === from ? [] : slugged,
    ];
  };
  return (from, { target, text, number }) => {
    const found = target === null ? [] : linked(from, target);
    const clear = () => found.find(({ length }) => length === 1);
    const several = () => found.find(({ length }) => length > 1) ?? [];
    if (target !== null && !clear()) {
      // A number alone ("#12", an issue's address) may be another's; a link to a file is meant for a record.
      const numbered = numberInTarget(target);
      if (numbered !== null) {
        const same = nearest(byNumber.get(numberKey(numbered)), from);
        found.push(leadsElsewhere(from, target) ? others(same, from) : same);
        return clear() ?? several();
      }
      if (/^https?:/.test(target) && !/\badr/i.test(text)) return [];
    }
    if (clear()) return clear() ?? [];
    const slug = slugInPath(`${text}.md`);
    const meant = (same: string[]) => (target !== null && leadsElsewhere(from, target) ? others(same, from) : same);
    if (slug.includes("-")) found.push(meant(nearest(bySlug.get(slug), from)));
    if (!clear() && number !== null) found.push(meant(nearest(byNumber.get(numberKey(number)), from)));
    return clear() ?? several();
  };
}

const others = (paths: string[], from: string): string[] => paths.filter((path) => path !== from);

/** A link to a file of another name, or up and out of the folder, does not mean the record that it stands in. */
function leadsElsewhere(from: string, target: string): boolean {
  const file = target.replace(/[?#].*$/, "");
  if (!/\.(?:md|markdown|html?)$/i.test(file) || /^https?:/i.test(file)) return false;
  const stem = (path: string) =>
    path
      .slice(path.lastIndexOf("/") + 1)
      .replace(/\.[a-z]+$/i, "")
      .toLowerCase();
  return file.startsWith("../") || stem(file) !== stem(from);
}

function numberInTarget(target: string): string | null {
  const file = target.replace(/[?#].*$/, "").replace(/\.html?$/i, ".md");
  if (/\.md$/i.test(file)) return numberInPath(file.slice(file.lastIndexOf("/") + 1));
  return /(?:^|\/)adrs?\/0*(\d{1,5})\/?$/i.exec(file)?.[1] ?? null;
}

function grouped(paths: readonly string[], key: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const group = groups.get(key(path));
    if (group) group.push(path);
    else groups.set(key(path), [path]);
  }
  groups.delete("");
  return groups;
}

/** "0012" and "12" are one number. */
function numberKey(number: string | null): string {
  return number === null ? "" : String(Number(number));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Null for what is no path, or leads out of the folder. */
export function resolvePath(from: string, target: string): string | null {
  if (/^[a-z][a-z\d+.-]*:|^[/\\]|^$/i.test(target)) return null;
  const segments = from.split("/").slice(0, -1);
  for (const segment of target.split("/")) {
    if (segment === "..") {
      if (segments.pop() === undefined) return null;
    } else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}
