import "server-only";
import { createHash } from "node:crypto";
import { drawingScript, mermaidLibrary } from "@/lib/gateways/diagram-files";

/** The page of the frame that draws diagrams. `nonce`: of the request, which its only script bears. */
export async function diagramPage(nonce: string): Promise<string> {
  const script = await drawingScript();
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Draws diagrams</title></head><body><script nonce="${nonce}">${script}</script></body></html>`;
}

/** Mermaid, which holds nothing of ours, and the tag of this version of it. */
export async function diagramLibrary(): Promise<{ bytes: Buffer; tag: string }> {
  const bytes = await mermaidLibrary();
  tag ??= createHash("sha1").update(bytes).digest("base64url");
  return { bytes, tag };
}

let tag: string | undefined;
