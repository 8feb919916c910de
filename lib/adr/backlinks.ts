import { headingsOf } from "./headings";
import { visibleLines } from "./lines";
import { plainText } from "./plain-text";
import type { AdrRecord } from "./record";
import { resolvePath } from "./resolve";

/** A link from the text of a record to another file. */
export type RecordLink = {
  to: string;
  /** What it leads to in there, as written. */
  fragment: string | null;
  /** Of the file that holds the link. */
  line: number;
  /** The heading above it; null before the first. */
  section: string | null;
};

const LINK = /\]\(\s*<?([^()\s<>]{1,500}\.(?:md|markdown)(?:#[^()\s<>]{0,200})?)>?(?:\s[^()]{0,200})?\)/gi;
const DEFINED = /^ {0,3}\[[^\]]{1,80}\]:[ \t]*<?([^\s<>]{1,300}\.(?:md|markdown)(?:#[^\s<>]{0,200})?)/i;
const LONGEST_LINE = 2_000;
/** A record that links more often is an index. */
const MOST_LINKS = 200;

/** Where the text of a record links to Markdown files beside it, each place once. */
export function linksIn({ path, body, bodyLine }: Pick<AdrRecord, "path" | "body" | "bodyLine">): RecordLink[] {
  if (!/\.(?:md|markdown)\b/i.test(body)) return [];
  const lines = visibleLines(body, bodyLine);
  const headings = headingsOf(lines);
  const links: RecordLink[] = [];
  let section = -1;
  for (const { text, number } of lines) {
    while ((headings[section + 1]?.number ?? Number.POSITIVE_INFINITY) <= number) section++;
    for (const href of hrefsIn(text)) {
      const [file = "", fragment] = href.split("#");
      const to = resolvePath(path, decoded(file));
      if (to === null || to === path || links.length === MOST_LINKS) continue;
      const above = headings[section];
      // The first heading is the title: what stands under it alone is in no section.
      const title = above && above.level > 1 ? plainText(above.text) : null;
      links.push({ to, fragment: fragment || null, line: number, section: title });
    }
  }
  return links;
}

function hrefsIn(line: string): string[] {
  const text = line.slice(0, LONGEST_LINE).replace(/`[^`]*`/g, "");
  const defined = DEFINED.exec(text)?.[1];
  return [...text.matchAll(LINK)].flatMap(([, href]) => href ?? []).concat(defined ?? []);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path.replace(/\\(?=\p{P})/gu, ""));
  } catch {
    return path;
  }
}
