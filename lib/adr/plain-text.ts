/** A line that is longer than this is prose; it is cut before any pattern runs over it. */
const LONGEST = 500;

/** One line of Markdown as the words a reader sees: no emphasis, no code marks, links by their text. */
export function plainText(markdown: string): string {
  return markdown
    .slice(0, LONGEST)
    .replace(/!?\[([^[\]]*)\](?:\([^()]*\)|\[[^[\]]*\])/g, "$1")
    .replace(/[*`]/g, "")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "")
    .replace(/\\(?=\p{P})/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}
