import "server-only";
import { engineNamed } from "@/lib/engines";
import { type Engine, prometheus } from "./prometheus";
import { turnsOf } from "./slots";

/** What a person waits for while typing: a question that takes longer is asked otherwise. */
const LIMITS = { timeoutMs: 6_000, maxBytes: 2 * 1024 * 1024 };
/** Questions of viewers that an engine is asked at a time, of all its slots: one that is slow keeps none from another. */
const SLOTS = { slots: 2, mostWaiting: 60 };

/** An engine for what somebody tries out: bounded, and never in the way of what is counted. null where none is called so. */
export function trialEngine(name: string): Engine | null {
  const settings = engineNamed(name);
  if (settings === null) return null;
  const inTurn = turnsOf(`trial-slots.${name}`, SLOTS);
  const engine = prometheus(settings.url, settings.access, LIMITS);
  return { name: engine.name, range: (...question) => inTurn(() => engine.range(...question)) };
}
