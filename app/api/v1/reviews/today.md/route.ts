import { chatSummary } from "@/app/(today)/chat-summary";
import { problemOf } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { todayView } from "@/lib/views/today";

/** The review of today as Markdown, for a chat. */
export async function GET(request: Request): Promise<Response> {
  try {
    const view = await todayView(await currentReader(), new Date());
    const { protocol, host } = new URL(request.url);
    const origin = config().publicUrl ?? `${protocol}//${request.headers.get("host") ?? host}`;
    return new Response(chatSummary(view, origin), {
      headers: { "content-type": "text/markdown; charset=utf-8", "cache-control": "no-store" },
    });
  } catch (error) {
    return problemOf(error);
  }
}
