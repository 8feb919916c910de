import type { ElementContent, Root } from "hast";
import { decisionHref } from "./decision-address";
import { mapChildren } from "./hast-text";
import { isRecordFile } from "./record-name";

/** Images become their alternative text, and links to other records lead to where they are read here. */
export function withOwnLinks(root: Root, recordPath: string, anchors: ReadonlyMap<string, string>): Root {
  return mapChildren(root, (node) => {
    if (node.type !== "element") return [node];
    if (node.tagName === "img") return [{ type: "text", value: String(node.properties.alt ?? "") }];
    if (node.tagName !== "a") return [node];
    const href = ownHref(String(node.properties.href ?? ""), recordPath, anchors);
    return href === null
      ? node.children
      : [{ ...node, properties: { ...node.properties, href } } satisfies ElementContent];
  });
}

/** Null for what must not be a link: a foreign scheme, another host without a scheme, a way out of the repository. */
function ownHref(href: string, recordPath: string, anchors: ReadonlyMap<string, string>): string | null {
  if (/^(?:https?|mailto):/i.test(href)) return href;
  if (/^[^/?#]*:/.test(href) || /^[/\\]{2}/.test(href) || href === "") return null;
  if (href.startsWith("#")) return `#${anchors.get(href.slice(1).toLowerCase()) ?? href.slice(1)}`;
  const [, file = "", fragment = ""] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(href) ?? [];
  if (!/\.md$/i.test(file) || file.startsWith("/")) return href;
  const path = resolvePath(recordPath, file);
  if (path === null) return null;
  return isRecordFile(path) && isBesideOrBelow(path, recordPath)
    ? decisionHref({ path }) + (fragment && `#${fragment}`)
    : href;
}

function resolvePath(from: string, relative: string): string | null {
  const segments = from.split("/").slice(0, -1);
  for (const segment of relative.split("/")) {
    if (segment === "..") {
      if (segments.pop() === undefined) return null;
    } else if (segment !== "" && segment !== ".") segments.push(decoded(segment));
  }
  return segments.join("/");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The ADR folder is not known here; a record's own folder and what lies below it are inside it for certain. */
function isBesideOrBelow(path: string, recordPath: string): boolean {
  return path.startsWith(recordPath.slice(0, recordPath.lastIndexOf("/") + 1));
}
