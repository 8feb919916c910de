import { diagramPage } from "@/lib/views/diagram-page";

/** Shown in a sandboxed frame of our own pages. It holds no data, so everybody may have it; proxy.ts gives it its policy. */
export async function GET(request: Request): Promise<Response> {
  return new Response(await diagramPage(request.headers.get("x-nonce") ?? ""), {
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}
