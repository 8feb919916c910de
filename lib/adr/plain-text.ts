/** A line that is longer than this is prose; it is cut before any pattern runs over it. */
const LONGEST = 500;

const MARKS = /[[*`_\\&]|\s\s|[^\S ]/;
const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", apos: "'" };

/** One line of Markdown as the words a reader sees: no emphasis, no code marks, links by their text. */
export function plainText(markdown: string): string {
  // Most of what is asked for is one word or a plain sentence.
  if (!MARKS.test(markdown)) return markdown.slice(0, LONGEST).trim();
  return markdown
    .slice(0, LONGEST)
    .replace(/!?\[([^[\]]*)\](?:\([^()]*\)|\[[^[\]]*\])/g, "$1")
    .replace(/&(?:#(\d{2,6})|([a-z]{2,5}));/g, (entity, code, name) =>
      code ? String.fromCodePoint(Math.min(Number(code), 0x10ffff)) : (NAMED[name] ?? entity),
    )
    .replace(/[*`]/g, "")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "")
    .replace(/\\(?=\p{P})/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}
