import "server-only";
import { config } from "@/lib/config";
import { msOf } from "@/lib/slo/window";

export type QueryLink = { label: string; promql: string; href: string | null };

/** A query with the way to the engine's own page for the same time. */
export function queryLink(label: string, promql: string, endMinute: number, minutes: number): QueryLink {
  const { prometheusUrl } = config();
  if (prometheusUrl === null) return { label, promql, href: null };
  const end = new Date(msOf(endMinute)).toISOString().slice(0, 19).replace("T", " ");
  const range = minutes % 1440 === 0 ? `${minutes / 1440}d` : minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
  const terms = new URLSearchParams({ "g0.expr": promql, "g0.tab": "0", "g0.range_input": range, "g0.end_input": end });
  return { label, promql, href: `${prometheusUrl.replace(/\/+$/, "")}/graph?${terms}` };
}
