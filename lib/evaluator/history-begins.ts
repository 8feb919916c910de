import "server-only";
import type { Engine } from "@/lib/gateways/prometheus";

const DAY = 1440;
/** How far back an engine is asked for history. */
const FARTHEST_DAYS = 730;

/** The minute at which the engine's history of a selector begins, to the hour below; `before` where there is none. */
export async function historyBegins(engine: Engine, selector: string, before: number): Promise<number> {
  const firstSpan = async (from: number, to: number, minutes: number): Promise<number | null> => {
    const promql = `count(last_over_time(${selector}[${minutes}m]))`;
    const [series] = await engine.range(promql, from * 60, to * 60, minutes * 60);
    const at = series?.values[0]?.[0];
    return at === undefined ? null : Math.round(at / 60) - minutes;
  };
  const day = await firstSpan(before - FARTHEST_DAYS * DAY, before, DAY);
  if (day === null) return before;
  return (await firstSpan(day + 60, Math.min(before, day + DAY + 60), 60)) ?? day;
}
