import "server-only";
import { config } from "@/lib/config";
import { engineNamed } from "@/lib/engines";
import { type EngineLabels, withLabels } from "@/lib/rules/engine-labels";
import { Unreadable } from "@/lib/rules/promql-tree";
import { DEFAULT_ENGINE, engineOf, type Sli } from "@/lib/slo/sli";
import { msOf } from "@/lib/slo/window";

export type QueryLink = { label: string; promql: string; href: string | null };

/** A query as the SLI's engine is asked, with the way to the engine's own page for the same time. */
export function queryLink(
  sli: Pick<Sli, "engine">,
  label: string,
  query: string,
  endMinute: number,
  minutes: number,
): QueryLink {
  const engine = engineNamed(engineOf(sli));
  if (engine === null) return { label, promql: query, href: null };
  const promql = asAsked(query, engine.access.labels ?? {});
  const end = new Date(msOf(endMinute)).toISOString().slice(0, 19).replace("T", " ");
  const range = minutes % 1440 === 0 ? `${minutes / 1440}d` : minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
  const terms = new URLSearchParams({ "g0.expr": promql, "g0.tab": "0", "g0.range_input": range, "g0.end_input": end });
  return { label, promql, href: `${engine.url.replace(/\/+$/, "")}/graph?${terms}` };
}

/** What cannot have the labels is not counted either, and its page says why. */
function asAsked(query: string, labels: EngineLabels): string {
  try {
    return withLabels(query, labels);
  } catch (error) {
    if (error instanceof Unreadable) return query;
    throw error;
  }
}

/** The same query in Grafana's Explore, over the minutes (from, to]; null where no Grafana, or no data source, is configured. */
export function exploreLink(
  sli: Pick<Sli, "engine">,
  promql: string,
  fromMinute: number,
  toMinute: number,
): string | null {
  const { grafana } = config();
  const engine = engineNamed(engineOf(sli));
  const isDefault = engineOf(sli) === DEFAULT_ENGINE;
  const uid = engine?.grafanaDatasource ?? (isDefault ? grafana?.datasource : null);
  if (!grafana || !uid) return null;
  const queries = [{ refId: "A", expr: promql, datasource: { type: "prometheus", uid } }];
  const range = { from: String(msOf(fromMinute)), to: String(msOf(toMinute)) };
  const panes = JSON.stringify({ a: { datasource: uid, queries, range } });
  return `${grafana.url.replace(/\/+$/, "")}/explore?${new URLSearchParams({ schemaVersion: "1", orgId: "1", panes })}`;
}
