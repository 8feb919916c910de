import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** From the checkout itself: a bundler would put the library among the scripts of pages, and what runs in the frame with it. */
const fromCheckout = (...path: string[]): Promise<Buffer> => readFile(join(process.cwd(), ...path));

let library: Promise<Buffer> | undefined;
let script: Promise<string> | undefined;

/** All of Mermaid as one script. */
export function mermaidLibrary(): Promise<Buffer> {
  library ??= fromCheckout("node_modules", "mermaid", "dist", "mermaid.min.js");
  return library;
}

/** What draws with it, in the frame. */
export function drawingScript(): Promise<string> {
  script ??= fromCheckout("app", "-", "diagram", "draw.js").then((bytes) => bytes.toString("utf8"));
  return script;
}
