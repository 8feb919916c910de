import type { Amount } from "@/lib/costs/money";
import { money } from "@/lib/format/money";

export const amountInWords = (amount: Amount, currency: string): string =>
  amount.known ? money(amount.micros, currency) : "unknown";

/** A figure of money; what is not known says so, and why. */
export function Money({ amount, currency }: { amount: Amount; currency: string }) {
  return amount.known ? (
    <span className="nowrap">{money(amount.micros, currency)}</span>
  ) : (
    <span className="tone-unknown" title={amount.why}>
      unknown<span className="sr">: {amount.why}</span>
    </span>
  );
}
