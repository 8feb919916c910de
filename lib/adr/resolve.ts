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
  const paths = records.map(({ path }) => path);
  const numbers = new Map(records.map(({ path, number }) => [path, number]));
  const known = new Set(paths);
  const byName = grouped(paths, (path) => path.slice(path.lastIndexOf("/") + 1).toLowerCase());
  const bySlug = grouped(paths, slugInPath);
  const byNumber = grouped(paths, (path) => numberKey(numbers.get(path) ?? null));
  const only = (found: string[] | undefined, from: string) => {
    if (!found || found.length === 1) return found?.[0] ?? null;
    const beside = found.filter((path) => folderOf(path) === folderOf(from));
    return beside.length === 1 ? (beside[0] ?? null) : null;
  };
  return (from, { target, text, number }) => {
    if (target !== null) {
      const file = target.replace(/[?#].*$/, "").replace(/\.html?$/i, ".md");
      const name = file.replace(/\/+$/, "").slice(file.replace(/\/+$/, "").lastIndexOf("/") + 1);
      const linked = resolvePath(from, file);
      for (const path of [linked, `${linked}.md`, `${linked}/README.md`, `${linked}/index.md`])
        if (linked && known.has(path ?? "")) return path;
      const named = only(byName.get(name.toLowerCase()) ?? byName.get(`${name.toLowerCase()}.md`), from);
      if (named) return named;
      const slug = slugInPath(name);
      const slugged = slug === "" ? null : only(bySlug.get(slug), from);
      // A record that names its successor of the same title does not mean itself.
      if (slugged && slugged !== from) return slugged;
      // A number alone ("#12", an issue's address) may be another's; a link to a file is meant for a record.
      const numbered = /\.md$/i.test(file)
        ? numberInPath(name)
        : (/(?:^|\/)adrs?\/0*(\d{1,5})\/?$/i.exec(file)?.[1] ?? null);
      if (numbered !== null) return only(byNumber.get(numberKey(numbered)), from);
      if (/^https?:/.test(target) && !/\badr/i.test(text)) return null;
    }
    const slug = slugInPath(`${text}.md`);
    const said = slug.includes("-") ? only(bySlug.get(slug), from) : null;
    return said ?? (number === null ? null : only(byNumber.get(numberKey(number)), from));
  };
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
