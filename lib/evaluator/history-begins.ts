import "server-only";
import { type Engine, EngineError } from "@/lib/gateways/prometheus";

const DAY = 1440;
/** How far back an engine is asked for history; less far where that is too much for it. */
const FARTHEST_DAYS = [730, 180, 45, 10, 2];

/** The minute at which the engine's history of a selector begins, to the hour below; `before` where there is none. */
export async function historyBegins(engine: Engine, selector: string, before: number): Promise<number> {
  const firstSpan = async (from: number, to: number, minutes: number): Promise<number | null> => {
    const promql = `count(last_over_time(${selector}[${minutes}m]))`;
    const [series] = await engine.range(promql, from * 60, to * 60, minutes * 60);
    const at = series?.values[0]?.[0];
    return at === undefined ? null : Math.round(at / 60) - minutes;
  };
  const farthest = async ([days, ...fewer]: readonly number[]): Promise<number | null> => {
    if (days === undefined) return null;
    try {
      return await firstSpan(before - days * DAY, before, DAY);
    } catch (error) {
      if (!(error instanceof EngineError) || error.fault !== "too-much" || fewer.length === 0) throw error;
      return farthest(fewer);
    }
  };
  const day = await farthest(FARTHEST_DAYS);
  if (day === null) return before;
  return (await firstSpan(day + 60, Math.min(before, day + DAY + 60), 60)) ?? day;
}
