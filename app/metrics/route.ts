import { mayScrape } from "@/lib/auth/scrape";
import { registry } from "@/lib/telemetry";

export const dynamic = "force-dynamic";

/** Our own metrics: on loopback, or with METRICS_TOKEN as the bearer. */
export async function GET(request: Request): Promise<Response> {
  if (!mayScrape(request.headers))
    return new Response("Set METRICS_TOKEN and send it as the bearer token.\n", { status: 401 });
  return new Response(await registry.metrics(), { headers: { "content-type": registry.contentType } });
}
