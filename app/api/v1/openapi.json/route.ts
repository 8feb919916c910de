import { createHash } from "node:crypto";
import { entityTagsIn } from "@/lib/slo/entity-tags";
import { openApiDocument } from "../_openapi/document";

export const dynamic = "force-dynamic";

let kept: { day: string; text: string; tag: string } | undefined;

/** This API as an OpenAPI 3.1 document. It says nothing of what is measured, so everybody may read it. */
export function GET(request: Request): Response {
  const now = new Date();
  if (kept?.day !== dayOf(now)) kept = made(now);
  const headers = { "cache-control": "no-cache", "content-type": "application/json", etag: `"${kept.tag}"` };
  if (entityTagsIn(request.headers.get("if-none-match")).includes(kept.tag))
    return new Response(null, { status: 304, headers });
  return new Response(kept.text, { headers });
}

const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

function made(now: Date): { day: string; text: string; tag: string } {
  const text = JSON.stringify(openApiDocument(now), null, 2);
  return { day: dayOf(now), text, tag: createHash("sha256").update(text).digest("base64url").slice(0, 27) };
}
