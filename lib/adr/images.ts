import type { Element, ElementContent, Nodes } from "hast";
import { resolvePath } from "./repository-path";

/** Where an image of the repository is served from, as it is now. */
export function imageHref(path: string): string {
  return `/api/v1/decisions/images/${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** Whether a text shows an image of the repository, or leads to one. */
export function hasOwnImages(node: Nodes): boolean {
  const leads = node.type === "element" ? [node.properties.src, node.properties.href] : [];
  if (leads.some((href) => typeof href === "string" && href.startsWith(imageHref("")))) return true;
  return "children" in node && node.children.some(hasOwnImages);
}

export const isImageFile = (path: string): boolean => /\.(?:png|jpe?g|gif|webp|svg|avif)$/i.test(path);

/** An image of the repository is served by us; one from elsewhere is never loaded, and a link to it stands in its place. */
export function withOwnImage(image: Element, recordPath: string): ElementContent[] {
  const alt = String(image.properties.alt ?? "").trim();
  const src = String(image.properties.src ?? "");
  const text = (value: string): ElementContent => ({ type: "text", value });
  const aside = (note: string) => text(alt === "" ? note : `${alt} (${note})`);
  if (/^https?:/i.test(src) && URL.canParse(src)) {
    const note = aside(`image at ${new URL(src).host}, not loaded`);
    return [{ type: "element", tagName: "a", properties: { href: src }, children: [note] }];
  }
  if (/^data:/i.test(src)) return [aside("image inside the text, not shown")];
  if (src === "" || /^[^/?#]*:/.test(src) || /^[/\\]{2}/.test(src)) return [aside("image, not loaded")];
  const path = resolvePath(recordPath, src.replace(/[?#].*$/s, ""));
  if (path === null) return [aside("image outside the repository, not shown")];
  return [{ type: "element", tagName: "img", properties: { src: imageHref(path), alt }, children: [] }];
}
