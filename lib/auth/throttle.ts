import "server-only";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { DomainError } from "@/lib/errors";
import { addressKey } from "./rate-limit";

const GUESSES = 5;
const FIRST_WAIT_S = 30;
const LONGEST_WAIT_S = 900;
const DAY_S = 86_400;

/** Guesses at one account from one address. */
const guesses = new RateLimiterMemory({ keyPrefix: "guess", points: GUESSES, duration: LONGEST_WAIT_S });
/** How often they ran out: each time the wait is twice as long. */
const waits = new RateLimiterMemory({ keyPrefix: "wait", points: DAY_S, duration: DAY_S });
/** Guesses from one address at whatever account, so that one password is not tried on all of them. */
const fromAddress = new RateLimiterMemory({ keyPrefix: "address", points: 60, duration: LONGEST_WAIT_S });

/**
 * Takes one guess, before the password is looked at: of a thousand at once five are. Nobody is locked out: who comes from
 * another address, or is signed in already, is not slowed down.
 * @returns what to call where the guess was right
 * @throws DomainError `too-many-requests`
 */
export async function takeGuess(account: string, address: string | null): Promise<() => Promise<void>> {
  const from = addressKey(address);
  const key = `${account}|${from}`;
  await consume(fromAddress, from);
  try {
    await guesses.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    if (refused.consumedPoints !== GUESSES + 1) throw tooMany(refused.msBeforeNext);
    const { consumedPoints: times } = await waits.consume(key);
    const wait = Math.min(FIRST_WAIT_S * 2 ** (times - 1), LONGEST_WAIT_S);
    await guesses.block(key, wait);
    throw tooMany(wait * 1_000);
  }
  return async () => {
    await Promise.all([guesses.delete(key), waits.delete(key), fromAddress.reward(from, 1)]);
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    throw refused instanceof RateLimiterRes ? tooMany(refused.msBeforeNext) : refused;
  }
}

function tooMany(waitMs: number): DomainError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return new DomainError(
    "too-many-requests",
    "There were too many attempts from this address.",
    `Wait ${seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}, then try again.`,
    { details: { retryAfterSeconds: seconds } },
  );
}

/** Codes that were given, for as long as they are right: 30 s, and the step before and after. */
const codes = new RateLimiterMemory({ keyPrefix: "code", points: 1, duration: 90 });

/** @throws DomainError `not-signed-in` where the person has given this very code just now */
export async function takeCode(personId: string, code: string): Promise<void> {
  try {
    await codes.consume(`${personId}|${code}`);
  } catch (refused) {
    throw refused instanceof RateLimiterRes
      ? new DomainError("not-signed-in", "The code was used already.", "Take the next one.")
      : refused;
  }
}
