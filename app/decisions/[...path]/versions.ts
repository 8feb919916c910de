import { UNCOMMITTED, type Version, versionBefore } from "@/lib/adr/versions";
import { day, shortDay, timeOfDay } from "@/lib/format/time";

export const shortSha = (sha: string): string => sha.slice(0, 7);

/** Where one version is read, or two are compared. */
export const atVersion = (href: string, { sha }: Version): string => `${href}?at=${shortSha(sha)}`;
export const between = (href: string, from: Version, to: Version | typeof UNCOMMITTED): string =>
  `${href}?from=${shortSha(from.sha)}&to=${to === UNCOMMITTED ? UNCOMMITTED : shortSha(to.sha)}`;

/** What a commit changed; null for the first version. */
export function changeOf(href: string, versions: readonly Version[], version: Version): string | null {
  const before = versionBefore(versions, version);
  return before && version.change !== "deleted" ? between(href, before, version) : null;
}

/** As short as it tells the versions apart: "3 Sep", "3 Sep 2025", "3 Sep, 14:05". */
export function shortNames(versions: readonly Version[], now: string): string[] {
  const year = now.slice(0, 4);
  const names = versions.map(({ at }) => (at.startsWith(year) ? shortDay(at) : day(at)));
  return versions.map(({ at }, i) => {
    const name = names[i] ?? "";
    return names.filter((each) => each === name).length > 1 ? `${name}, ${timeOfDay(at)}` : name;
  });
}

/** Those that the branch held and that still have a text. */
export const readable = (versions: readonly Version[]): Version[] =>
  versions.filter(({ onLine, change }) => onLine && change !== "deleted");
