const CONTEXT = 3;

/** A piece of text that takes the place of the characters [from, to) of a file. */
export type TextEdit = { from: number; to: number; text: string };

/** The text with its edits, which do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { from, to, text: piece } of edits.toSorted((a, b) => b.from - a.from))
    result = result.slice(0, from) + piece + result.slice(to);
  return result;
}

type Change = { at: number; removed: string[]; added: string[] };

/**
 * A unified diff that `git apply` takes, from the root of the repository. Empty where nothing differs. Every line keeps its own
 * line end, and a file without one at its end says so.
 */
export function patchOf(path: string, before: string | null, after: string): string {
  const name = pathInHeader(path);
  if (before === null) {
    const lines = linesOf(after);
    const head = `diff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${name}\n`;
    return `${head}@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => marked("+", line)).join("")}`;
  }
  const old = linesOf(before);
  const changes = changesBetween(old, linesOf(after));
  if (changes.length === 0) return "";
  return `diff --git a/${path} b/${path}\n--- a/${name}\n+++ b/${name}\n${hunksOf(old, changes).join("")}`;
}

/** A name with spaces ends at a tab. */
const pathInHeader = (path: string): string => (path.includes(" ") ? `${path}\t` : path);

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const marked = (mark: string, line: string): string =>
  line.endsWith("\n") ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`;

/** By the longest common subsequence of what lies between the common beginning and the common end: front matter is short. */
function changesBetween(old: readonly string[], now: readonly string[]): Change[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let [oldEnd, nowEnd] = [old.length, now.length];
  while (oldEnd > start && nowEnd > start && old[oldEnd - 1] === now[nowEnd - 1]) {
    oldEnd--;
    nowEnd--;
  }
  const [a, b] = [old.slice(start, oldEnd), now.slice(start, nowEnd)];
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      (common[i] as number[])[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const changes: Change[] = [];
  for (let [i, j] = [0, 0]; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
      continue;
    }
    const change: Change = { at: start + i, removed: [], added: [] };
    while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j])) {
      if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) change.removed.push(a[i++] as string);
      else change.added.push(b[j++] as string);
    }
    changes.push(change);
  }
  return changes;
}

function hunksOf(old: readonly string[], changes: readonly Change[]): string[] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1)?.at(-1);
    if (last && change.at - (last.at + last.removed.length) <= 2 * CONTEXT) groups.at(-1)?.push(change);
    else groups.push([change]);
  }
  let shift = 0;
  return groups.map((group) => {
    const [first, last] = [group[0] as Change, group.at(-1) as Change];
    const begin = Math.max(0, first.at - CONTEXT);
    const end = Math.min(old.length, last.at + last.removed.length + CONTEXT);
    let at = begin;
    let body = "";
    let added = 0;
    let removed = 0;
    for (const change of group) {
      body += old
        .slice(at, change.at)
        .map((line) => marked(" ", line))
        .join("");
      body += change.removed.map((line) => marked("-", line)).join("");
      body += change.added.map((line) => marked("+", line)).join("");
      at = change.at + change.removed.length;
      added += change.added.length;
      removed += change.removed.length;
    }
    body += old
      .slice(at, end)
      .map((line) => marked(" ", line))
      .join("");
    const [before, after] = [end - begin, end - begin + added - removed];
    const head = `@@ -${placeOf(begin, before)} +${placeOf(begin + shift, after)} @@\n`;
    shift += added - removed;
    return head + body;
  });
}

/** Lines count from 1; a side without lines names the one before it. */
const placeOf = (begin: number, count: number): string => `${count === 0 ? begin : begin + 1},${count}`;
