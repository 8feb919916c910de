import type { Element, Nodes, Root } from "hast";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { anchorsFor, slugOf } from "./anchors";
import { rootOf, textIn } from "./hast-text";
import { withOwnLinks } from "./links";
import { withPromise } from "./promise";
import type { AdrRecord } from "./record";
import { tooIntricate } from "./too-intricate";

export type AdrSection = {
  anchor: string;
  /** What links that were written for GitHub call it, where that is another name. */
  alias: string | null;
  level: 2 | 3 | 4;
  title: string;
  decisionId: string | null;
  body: Root;
};
/** `lead` is what stands before the first section. The trees are plain JSON, without positions. */
export type RenderedAdr = { lead: Root; sections: AdrSection[] };

const toHtml = unified().use(remarkParse).use(remarkGfm).use(remarkRehype);

/** Raw HTML never gets this far, so the only ids are those of footnotes, which carry a prefix already. */
const sanitizer = unified().use(rehypeSanitize, {
  ...defaultSchema,
  clobber: [],
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto"] },
});

/** A record is kept as long as its file is unchanged, and its drawing with it. */
const drawn = new WeakMap<AdrRecord, RenderedAdr>();

/** @throws Error for a text that would take too long to draw; it can still be shown as it is. */
export function renderAdr(record: AdrRecord): RenderedAdr {
  const rendered = drawn.get(record) ?? draw(record);
  drawn.set(record, rendered);
  return rendered;
}

function draw(record: AdrRecord): RenderedAdr {
  const problem = tooIntricate(record.body, record.bodyLine);
  if (problem) throw new Error(problem);
  const { body, notes } = withoutNotes(toHtml.runSync(toHtml.parse(record.body)));
  const { lead, parts } = divide(body, record.title);
  const name = anchorsFor(record.decisions);
  const named = parts.map((part) => ({
    ...part,
    heading: textIn(part.heading).trim(),
    ...name(textIn(part.heading).trim()),
  }));
  const anchors = new Map(named.map(({ heading, anchor }) => [slugOf(heading), anchor]));
  const clean = (children: Root["children"]) =>
    withoutPositions(sanitizer.runSync(withOwnLinks(rootOf(children.filter(isNotBlank)), record.path, anchors)));
  const taken = new Set(named.map(({ anchor }) => anchor));
  const sections = named.map(({ anchor, heading, level, title, decisionId, children }): AdrSection => {
    const slug = slugOf(heading);
    const alias = slug === "" || taken.has(slug) ? null : slug;
    taken.add(slug);
    return { anchor, alias, level, title, decisionId, body: clean(children) };
  });
  const marked = withPromises(sections, record);
  if (notes.length > 0) {
    const { anchor, title } = name("Footnotes");
    marked.push({ anchor, alias: null, level: 2, title, decisionId: null, body: clean(notes) });
  }
  return { lead: clean(lead), sections: marked };
}

/** The footnotes come last and belong to the whole record, not to the section in which it ends. */
function withoutNotes(root: Root): { body: Root; notes: Root["children"] } {
  const isNotes = (node: Nodes) => node.type === "element" && node.properties.dataFootnotes !== undefined;
  const notes = root.children.filter(isNotes).flatMap((node) => (node.type === "element" ? node.children : []));
  return {
    body: rootOf(root.children.filter((node) => !isNotes(node))),
    notes: notes.filter((node) => node.type === "element" && node.tagName === "ol"),
  };
}

type Part = { heading: Element; level: 2 | 3 | 4; children: Root["children"] };

function divide(root: Root, title: string): { lead: Root["children"]; parts: Part[] } {
  const headings = root.children.filter((node) => node.type === "element" && levelOf(node) !== null);
  const dropped = headings[0] && isTitle(headings[0], headings, title) ? headings[0] : null;
  const lead: Root["children"] = [];
  const parts: Part[] = [];
  for (const node of root.children) {
    if (node === dropped) continue;
    const level = levelOf(node);
    if (level !== null && node.type === "element") parts.push({ heading: node, level, children: [] });
    else (parts.at(-1)?.children ?? lead).push(node);
  }
  return { lead, parts };
}

/** A first heading of the first level is the title, unless every section is a heading of that level and the title stands elsewhere. */
function isTitle(heading: Nodes, headings: Nodes[], title: string): boolean {
  const isFirstLevel = (node: Nodes) => node.type === "element" && node.tagName === "h1";
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return (
    isFirstLevel(heading) &&
    (headings.filter(isFirstLevel).length === 1 || letters(textIn(heading)).endsWith(letters(title)))
  );
}

/** Sections written as headings of the first level, below the title, count as second. */
function levelOf(node: Nodes): 2 | 3 | 4 | null {
  const level = node.type === "element" ? /^h([1-4])$/.exec(node.tagName)?.[1] : undefined;
  if (level === undefined) return null;
  return level === "4" ? 4 : level === "3" ? 3 : 2;
}

/** A decision's text goes on through the deeper sections below its heading. */
function withPromises(sections: AdrSection[], record: AdrRecord): AdrSection[] {
  let current: { decisionId: string; level: number } | null = null;
  const marked: AdrSection[] = [];
  for (const section of sections) {
    const { decisionId, level } = section;
    if (decisionId !== null) current = { decisionId, level };
    else if (current !== null && level <= current.level) current = null;
    let { body } = section;
    for (const { decision, statement } of record.targets) {
      if (statement !== null && decision === current?.decisionId) body = withPromise(body, statement);
    }
    marked.push({ ...section, body });
  }
  return marked;
}

/** The line breaks between blocks say nothing; an empty lead is an empty list. */
function isNotBlank(node: Nodes): boolean {
  return node.type !== "text" || node.value.trim() !== "";
}

function withoutPositions(root: Root): Root {
  return JSON.parse(JSON.stringify(root, (key, value) => (key === "position" || key === "data" ? undefined : value)));
}
