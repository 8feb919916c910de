import { originOf } from "@/lib/auth/same-origin";
import { mayScrape } from "@/lib/auth/scrape";
import { registry } from "@/lib/telemetry";
import { sloMetrics } from "@/lib/views/slo-metrics";

export const dynamic = "force-dynamic";

/** Our own health and the results of every SLO, for Prometheus: on loopback, or with METRICS_TOKEN as the bearer. */
export async function GET(request: Request): Promise<Response> {
  if (!mayScrape(request.headers))
    return new Response("Set METRICS_TOKEN and send it as the bearer token.\n", { status: 401 });
  const [own, results] = await Promise.all([registry.metrics(), sloMetrics(originOf(request.headers), new Date())]);
  return new Response(`${own}\n${results}`, { headers: { "content-type": registry.contentType } });
}
