import type { Line } from "./lines";

export type Heading = {
  level: number;
  text: string;
  number: number /** The visible lines up to the next heading. */;
  below: Line[];
};

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
/** "Use Redis {#adr-7}": the heading's anchor, as Pandoc and Kramdown have it. */
const ANCHOR = /[ \t]+\{:?[ \t]*#[\w:.-]{1,100}[ \t]*\}$/;
const UNDERLINE = /^ {0,3}(=+|-{2,})[ \t]*$/;

/** The same lines are asked for several facts. */
const known = new WeakMap<Line[], Heading[]>();

export function headingsOf(lines: Line[]): Heading[] {
  const found = known.get(lines) ?? findHeadings(lines);
  known.set(lines, found);
  return found;
}

function findHeadings(lines: Line[]): Heading[] {
  const headings: Heading[] = [];
  lines.forEach((line, index) => {
    const atx = ATX.exec(line.text)?.[1];
    const next = lines[index + 1];
    const underline =
      isParagraph(line.text) && next?.number === line.number + 1 ? UNDERLINE.exec(next.text)?.[1] : undefined;
    if (atx) {
      const text = line.text
        .trim()
        .slice(atx.length)
        .trim()
        .replace(/(?:^|[ \t])#+$/, "")
        .replace(ANCHOR, "");
      headings.push({ level: atx.length, text, number: line.number, below: [] });
    } else if (underline) {
      headings.push({
        level: underline.startsWith("=") ? 1 : 2,
        text: line.text.trim(),
        number: line.number,
        below: [],
      });
    } else if (!UNDERLINE.test(line.text) || line.number !== (headings.at(-1)?.number ?? 0) + 1) {
      headings.at(-1)?.below.push(line);
    }
  });
  return headings;
}

function isParagraph(text: string): boolean {
  return /^ {0,3}[^\s#>|*+-]/.test(text);
}
