const LARGEST = 96 * 1024;
const MOST_LINES = 3_000;
/** In one paragraph, list item or table; a dense page of prose has some dozens. */
const MOST_MARKS = 1_000;
/** The squares of the marks of all paragraphs: about a second of drawing. */
const MOST_WORK = 2e6;
const DEEPEST = 50;

/**
 * Why a text is not drawn, or null. The Markdown parser compares the emphasis marks and brackets of a paragraph with one
 * another (64 KiB of "*a_ " block it for half a minute) and recurses into what is nested; near the end of its stack the
 * runtime can abort instead of throwing. So both are counted first.
 */
export function tooIntricate(markdown: string, firstLine: number): string | null {
  const lines = markdown.split("\n");
  if (markdown.length > LARGEST || lines.length > MOST_LINES) {
    return `The text is too long to be drawn: it has more than ${LARGEST / 1024} KiB or ${MOST_LINES} lines.`;
  }
  let work = 0;
  let marks = 0;
  for (const [index, line] of lines.entries()) {
    const here = `line ${firstLine + index}`;
    if (isDeep(line)) return `The text is nested too deeply to be drawn, at ${here}.`;
    if (beginsBlock(line)) marks = 0;
    const added = line.match(/[*_~[\]]/g)?.length ?? 0;
    work += (marks + added) ** 2 - marks ** 2;
    marks += added;
    if (marks > MOST_MARKS || work > MOST_WORK) {
      return `The text holds too many emphasis marks and brackets to be drawn, up to ${here}.`;
    }
  }
  return null;
}

/** Only what ends a paragraph for certain: a quoted or further indented line can go on with it. */
function beginsBlock(line: string): boolean {
  return /^(?:\s*$| {0,3}(?:[-*+]|#{1,6})\s)/.test(line);
}

function isDeep(line: string): boolean {
  const opening = /^[\s>*+\d.)-]*/.exec(line.slice(0, 4096))?.[0] ?? "";
  const levels = opening.match(/>|[-*+](?=\s)|\d[.)]/g)?.length ?? 0;
  return levels > DEEPEST || /^\s{100,}(?:[-*+>]|\d+[.)])/.test(line);
}
