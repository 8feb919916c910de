import type { ElementContent, Root, Text } from "hast";
import { mapChildren, textNodesIn } from "./hast-text";

/** Wraps the first place where the statement stands in the text, whatever its line breaks and emphasis, as `<span class="promise">`. */
export function withPromise(root: Root, statement: string): Root {
  const nodes = textNodesIn(root);
  const found = findWords(nodes.map(({ value }) => value).join(""), statement);
  if (!found) return root;
  const pieces = new Map<Text, ElementContent[]>();
  let start = 0;
  for (const node of nodes) {
    const [from, to] = [Math.max(found.from - start, 0), Math.min(found.to - start, node.value.length)];
    if (from < to && node.value.slice(from, to).trim() !== "") pieces.set(node, wrapped(node.value, from, to));
    start += node.value.length;
  }
  return mapChildren(root, (node) => (node.type === "text" ? (pieces.get(node) ?? [node]) : [node]));
}

/** The place among a section's blocks of the one that holds the statement; -1 where none does. */
export function blockWith(root: Root, statement: string): number {
  return root.children.findIndex((block) => block.type !== "doctype" && findWords(wordsOf(block), statement) !== null);
}

const wordsOf = (block: ElementContent): string =>
  textNodesIn(block)
    .map(({ value }) => value)
    .join("");

function wrapped(value: string, from: number, to: number): ElementContent[] {
  const text = (part: string): Text[] => (part === "" ? [] : [{ type: "text", value: part }]);
  const children = text(value.slice(from, to));
  const span: ElementContent = { type: "element", tagName: "span", properties: { className: ["promise"] }, children };
  return [...text(value.slice(0, from)), span, ...text(value.slice(to))];
}

/** Any run of white space in either text counts as one space. */
function findWords(text: string, statement: string): { from: number; to: number } | null {
  const wanted = statement.trim().replace(/\s+/g, " ");
  let squeezed = "";
  const origin: number[] = [];
  for (const part of text.matchAll(/\s+|\S/gu)) {
    squeezed += part[0].trim() === "" ? " " : part[0];
    while (origin.length < squeezed.length) origin.push(part.index);
  }
  const at = wanted === "" ? -1 : squeezed.indexOf(wanted);
  if (at === -1) return null;
  return { from: origin[at] ?? 0, to: origin[at + wanted.length] ?? text.length };
}
