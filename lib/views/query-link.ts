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

/** The same query in Grafana's Explore, over the minutes (from, to]; null where no Grafana is configured. */
export function exploreLink(promql: string, fromMinute: number, toMinute: number): string | null {
  const { grafana } = config();
  if (grafana === null) return null;
  const { url, datasource: uid } = grafana;
  const queries = [{ refId: "A", expr: promql, datasource: { type: "prometheus", uid } }];
  const range = { from: String(msOf(fromMinute)), to: String(msOf(toMinute)) };
  const panes = JSON.stringify({ a: { datasource: uid, queries, range } });
  return `${url.replace(/\/+$/, "")}/explore?${new URLSearchParams({ schemaVersion: "1", orgId: "1", panes })}`;
}
