import type { Element, ElementContent, Root } from "hast";
import { decisionHref } from "./decision-address";
import { mapChildren, textIn } from "./hast-text";
import { imageHref, isImageFile, withOwnImage } from "./images";
import { isRecordFile } from "./record-name";
import { decodedSegment, resolvePath } from "./repository-path";

/** Links to other records lead to where they are read here, images to where we serve them, and other files are named. */
export function withOwnLinks(root: Root, recordPath: string, anchors: ReadonlyMap<string, string>): Root {
  return mapChildren(root, (node) => {
    if (node.type !== "element") return [node];
    if (node.tagName === "img") return withOwnImage(node, recordPath);
    if (node.tagName !== "a") return [node];
    const led = ownHref(String(node.properties.href ?? ""), recordPath, anchors);
    // An image that is not loaded has become a link, and no link stands in another.
    const children = node.children.flatMap((child) =>
      child.type === "element" && child.tagName === "a" ? child.children : [child],
    );
    if (led === null) return children;
    if ("file" in led) return named({ ...node, children }, led.file);
    // The label that a footnote's mark is described by is the heading of their section, which is ours.
    return [{ ...node, properties: { ...node.properties, ...led, ariaDescribedBy: undefined }, children }];
  });
}

/** Links to what is no record after all keep their words, and the file is named. */
export function withKnownRecords(root: Root, isRecord: (path: string) => boolean): Root {
  const pages = decisionHref({ path: "" });
  return mapChildren(root, (node) => {
    if (node.type !== "element" || node.tagName !== "a") return [node];
    const [page = ""] = String(node.properties.href ?? "").split(/[?#]/);
    if (!page.startsWith(pages) || !/\.md$/i.test(page)) return [node];
    const path = page.slice(pages.length).split("/").map(decodedSegment).join("/");
    return isRecord(path) ? [node] : named(node, path);
  });
}

/** "the guide (docs/guide.md)": files other than records and images are not served, so the reader is told where it lies. */
function named(link: Element, path: string): ElementContent[] {
  const words = textIn(link);
  const says = words.includes(path) || words === path.split("/").at(-1);
  return says ? link.children : [...link.children, { type: "text", value: ` (${path})` }];
}

/** Null for what must not be a link: a foreign scheme, another host without a scheme, a way out of the repository. */
function ownHref(
  href: string,
  recordPath: string,
  anchors: ReadonlyMap<string, string>,
): { href: string } | { file: string } | null {
  if (/^(?:https?|mailto):/i.test(href)) return { href };
  if (/^[^/?#]*:/.test(href) || /^[/\\]{2}/.test(href) || href === "") return null;
  if (href.startsWith("#")) return { href: `#${anchors.get(decodedHash(href).toLowerCase()) ?? href.slice(1)}` };
  const [, file = "", fragment = ""] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(href) ?? [];
  // A way in these pages, such as "/slos/edge-hit-rate", has no ending.
  if (file.startsWith("/") && !/\.\w{1,8}$/.test(file)) return { href };
  const path = resolvePath(recordPath, file);
  if (path === null) return null;
  if (isRecordFile(path)) return { href: decisionHref({ path }) + (fragment && `#${fragment}`) };
  return isImageFile(path) ? { href: imageHref(path) } : { file: path };
}

function decodedHash(href: string): string {
  try {
    return decodeURIComponent(href.slice(1));
  } catch {
    return href.slice(1);
  }
}
