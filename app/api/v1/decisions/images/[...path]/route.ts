import { createHash } from "node:crypto";
import { problemOf } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { entityTagsIn } from "@/lib/slo/entity-tags";
import { decisionImage } from "@/lib/views/decision-image";

type Context = { params: Promise<{ path: string[] }> };

/** An image of a record, as it is now. Its headers forbid it to load or run anything. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const reader = await currentReader();
    const { bytes, type } = await decisionImage(reader, (await params).path.join("/"));
    const tag = createHash("sha1").update(bytes).digest("base64url");
    // Who may read is asked every time.
    const headers = { "cache-control": "private, no-cache", etag: `"${tag}"` };
    if (entityTagsIn(request.headers.get("if-none-match")).includes(tag))
      return new Response(null, { status: 304, headers });
    return new Response(new Uint8Array(bytes), { headers: { ...headers, "content-type": type } });
  } catch (error) {
    return problemOf(error);
  }
}
