export type MarkdownTable = { head: string[]; rows: string[][]; section: string };

/** The tables of a text with the heading above each; an escaped bar stays in its cell. */
export function tablesIn(text: string): MarkdownTable[] {
  const tables: MarkdownTable[] = [];
  let section = "";
  let open: MarkdownTable | null = null;
  for (const line of text.split("\n")) {
    section = /^#+ (.*)/.exec(line)?.[1] ?? section;
    if (!line.startsWith("|")) open = null;
    else if (open === null) {
      open = { head: cellsOf(line), rows: [], section };
      tables.push(open);
    } else if (!/^\|[\s:|-]+\|$/.test(line)) open.rows.push(cellsOf(line));
  }
  return tables;
}

const cellsOf = (line: string): string[] =>
  line
    .slice(1, line.lastIndexOf("|"))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
