import "server-only";
import { isIPv6 } from "node:net";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";

/** What is limited: changes and what Alertmanager tells by the address, reads that cost the engine or the ledger much by who asks. */
export type Limited = "change" | "costly read" | "alert";

/** Costly reads follow what somebody types; so many of them go with one change. */
const READS_PER_CHANGE = 4;
/** Alertmanager sends a message for each of its groups. */
const ALERTS_PER_CHANGE = 10;

/** The bundles of one process share their counts. */
const shared = globalThis as typeof globalThis & { plumblineLimits?: Record<Limited, RateLimiterMemory> };

/** @throws DomainError `too-many-requests`, to Alertmanager `unavailable`, as it tries again after no other refusal; its `retryAfterSeconds` says when to come again */
export async function mustNotHurry(limited: Limited, key: string): Promise<void> {
  const { rateLimit } = config();
  if (rateLimit === null) return;
  shared.plumblineLimits ??= {
    change: new RateLimiterMemory({ points: rateLimit, duration: 60 }),
    "costly read": new RateLimiterMemory({ points: rateLimit * READS_PER_CHANGE, duration: 60 }),
    alert: new RateLimiterMemory({ points: rateLimit * ALERTS_PER_CHANGE, duration: 60 }),
  };
  try {
    await shared.plumblineLimits[limited].consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new DomainError(
      limited === "alert" ? "unavailable" : "too-many-requests",
      "There were too many requests within a minute.",
      `Try again in ${retryAfterSeconds} s. RATE_LIMIT sets how many may come.`,
      { details: { retryAfterSeconds } },
    );
  }
}

/** Somebody with IPv6 has at least 2^64 addresses, so its first half stands for them all. */
export function addressKey(address: string | null): string {
  if (address === null || !isIPv6(address)) return `address ${address}`;
  const [front = "", back] = address.split("%")[0]?.toLowerCase().split("::") ?? [];
  const groups = front.split(":").filter(Boolean);
  const missing = back === undefined ? 0 : 8 - groups.length - back.split(":").filter(Boolean).length;
  const all = [...groups, ...Array<string>(missing).fill("0"), ...(back ?? "").split(":").filter(Boolean)];
  return `address ${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}`;
}
