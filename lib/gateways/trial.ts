import "server-only";
import { config } from "@/lib/config";
import { type Engine, prometheus } from "./prometheus";
import { turnsOf } from "./slots";

/** What a person waits for while typing: a question that takes longer is asked otherwise. */
const LIMITS = { timeoutMs: 6_000, maxBytes: 2 * 1024 * 1024 };
/** Questions of viewers that the engine is asked at a time, of all its slots. */
const inTurn = turnsOf("trial-slots", { slots: 2, mostWaiting: 60 });

/** The engine for what somebody tries out: bounded, and never in the way of what is counted. null where none is configured. */
export function trialEngine(): Engine | null {
  const { prometheusUrl, prometheusAccess } = config();
  if (prometheusUrl === null) return null;
  const engine = prometheus(prometheusUrl, prometheusAccess, LIMITS);
  return { name: engine.name, range: (...question) => inTurn(() => engine.range(...question)) };
}
