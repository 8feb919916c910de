import type { Line } from "./lines";

/** A paragraph or a list item, with its lines joined. */
export type Paragraph = { text: string; line: number; isItem: boolean; isUnchosen: boolean };

const LONGEST = 1_500;
const ITEM = /^[\s>]*(?:[-*+]|\d{1,3}[.)])\s+(?:\[([ xX])\]\s+)?/;

/** Paragraphs and list items in order; a line that is wrapped belongs to the one before. Headings are not among the lines. */
export function paragraphsOf(lines: Line[]): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let open: Paragraph | null = null;
  let previous = 0;
  for (const line of lines) {
    const item = ITEM.exec(line.text);
    const text = line.text
      .slice(item?.[0].length ?? 0)
      .replace(item ? "" : /^[\s>]*/, "")
      .slice(0, LONGEST)
      .trim();
    const goesOn = open !== null && !item && line.number === previous + 1;
    previous = line.number;
    if (text === "" || /^(?:---+|\*\*\*+|___+)$/.test(text)) open = null;
    else if (goesOn && open) {
      if (open.text.length < LONGEST) open.text += ` ${text}`;
    } else {
      open = { text, line: line.number, isItem: item !== null, isUnchosen: item?.[1] === " " };
      paragraphs.push(open);
    }
  }
  return paragraphs;
}
