export type Piece = { kind: "same" | "removed" | "added"; text: string };
export type DiffLine = Piece[];
/** Lines that changed with some around them. */
export type Passage = {
  /** The heading under which it begins, or the front matter; null where there is none before. */
  section: string | null;
  /** Lines of the text that were left out before it. */
  skipped: number;
  lines: DiffLine[];
};
export type Difference = { passages: Passage[]; after: number; added: number; removed: number };

/** Lines shown around what changed. */
const AROUND = 2;

const KINDS: Record<string, Piece["kind"]> = { " ": "same", "+": "added", "-": "removed" };

/**
 * Reads what `git diff --word-diff=porcelain` writes when it is asked for the whole text as context. Words are compared, spaces and
 * line ends are not: a paragraph that was only wrapped anew has not changed.
 */
export function readWordDiff(porcelain: string): Difference {
  const lines = linesIn(porcelain);
  const changed = lines.map((line) => line.some(({ kind }) => kind !== "same"));
  const passages: Passage[] = [];
  let end = 0;
  for (let at = changed.indexOf(true); at !== -1; at = changed.indexOf(true, end)) {
    const from = Math.max(end, at - AROUND);
    let to = at + 1;
    for (let next = at + 1; next < lines.length && next <= to + 2 * AROUND; next++) if (changed[next]) to = next + 1;
    to = Math.min(lines.length, to + AROUND);
    passages.push({ section: sectionAt(lines, at), skipped: from - end, lines: lines.slice(from, to) });
    end = to;
  }
  const words = (kind: Piece["kind"]) =>
    lines.flat().reduce((sum, piece) => sum + (piece.kind === kind ? wordsIn(piece.text) : 0), 0);
  return { passages, after: lines.length - end, added: words("added"), removed: words("removed") };
}

function linesIn(porcelain: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let line: DiffLine = [];
  let inText = false;
  for (const raw of porcelain.split("\n")) {
    if (raw.startsWith("@@")) inText = true;
    else if (!inText || raw.startsWith("\\")) continue;
    else if (raw === "~") {
      lines.push(line);
      line = [];
    } else {
      const kind = KINDS[raw.charAt(0)];
      if (kind) line.push({ kind, text: raw.slice(1).replace(/\r$/, "") });
    }
  }
  return line.length > 0 ? [...lines, line] : lines;
}

/** The heading as the newer text has it; of a line that was taken out, as the older one had it. */
function sectionAt(lines: readonly DiffLine[], at: number): string | null {
  const isRule = (line: DiffLine): boolean =>
    line
      .map(({ text }) => text)
      .join("")
      .trimEnd() === "---";
  if (lines[0] && isRule(lines[0]) && !lines.slice(1, at).some(isRule)) return "Front matter";
  for (let i = at; i >= 0; i--) {
    const line = lines[i] ?? [];
    const now = line.filter(({ kind }) => kind !== "removed");
    const text = (now.length > 0 ? now : i === at ? line : []).map((piece) => piece.text).join("");
    const heading = /^ {0,3}#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$/.exec(text)?.[1];
    if (heading !== undefined) return heading;
  }
  return null;
}

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== "").length;
