import "server-only";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { type Engine, prometheus } from "./prometheus";

/** What a person waits for while typing: a question that takes longer is asked otherwise. */
const LIMITS = { timeoutMs: 6_000, maxBytes: 2 * 1024 * 1024 };
/** Questions of viewers that the engine is asked at a time, of all its slots. */
const SLOTS = 2;
const MOST_WAITING = 60;

/** Shared by every route: Next gives them module instances of their own. */
type Slots = { free: number; waiting: (() => void)[] };
const SHARED = Symbol.for("plumbline.trial-slots");
const shared = globalThis as { [SHARED]?: Slots };
const slots = (): Slots => {
  shared[SHARED] ??= { free: SLOTS, waiting: [] };
  return shared[SHARED];
};

/** The engine for what somebody tries out: bounded, and never in the way of what is counted. null where none is configured. */
export function trialEngine(): Engine | null {
  const { prometheusUrl, prometheusHeaders } = config();
  if (prometheusUrl === null) return null;
  const engine = prometheus(prometheusUrl, prometheusHeaders, LIMITS);
  return { name: engine.name, range: (...question) => inTurn(() => engine.range(...question)) };
}

/** @throws DomainError `too-many-requests` */
async function inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const { waiting } = slots();
  if (slots().free > 0) slots().free -= 1;
  else {
    if (waiting.length >= MOST_WAITING)
      throw new DomainError("too-many-requests", "Too many queries are tried out at once.", "Try again in a moment.");
    await new Promise<void>((resolve) => void waiting.push(resolve));
  }
  try {
    return await ask();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else slots().free += 1;
  }
}
