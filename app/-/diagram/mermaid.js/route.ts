import { entityTagsIn } from "@/lib/slo/entity-tags";
import { diagramLibrary } from "@/lib/views/diagram-page";

/** The library that draws diagrams, which pages fetch when the first diagram comes near. */
export async function GET(request: Request): Promise<Response> {
  const { bytes, tag } = await diagramLibrary();
  const headers = { "cache-control": "public, max-age=86400", etag: `"${tag}"` };
  if (entityTagsIn(request.headers.get("if-none-match")).includes(tag))
    return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(bytes), {
    headers: { ...headers, "content-type": "text/javascript; charset=utf-8" },
  });
}
