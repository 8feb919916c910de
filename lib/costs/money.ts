/** Money is counted in millionths of its currency, as whole numbers. */
export type Amount = { known: true; micros: number } | { known: false; why: string };

const MICROS = 1_000_000;
/** A hundredth of the currency, in millionths. */
export const CENT = 10_000;
/** What a decimal of a price may hold before and behind the point. */
const DECIMAL = /^(\d{1,9})(?:\.(\d{1,6}))?$/;

export const known = (micros: number): Amount => ({ known: true, micros });
export const unknown = (why: string): Amount => ({ known: false, why });

const MOST_MICROS = Number.MAX_SAFE_INTEGER;
/** Unknown past what a number holds exactly. */
export const exactly = (micros: bigint | number): Amount =>
  micros > MOST_MICROS || micros < -MOST_MICROS
    ? unknown("the amount is too large to be told exactly")
    : known(Number(micros));

/** "0.0075" → 7500; null for what is no decimal of up to six places. */
export function microsOf(text: string): number | null {
  const [, whole, part = ""] = DECIMAL.exec(text.trim()) ?? [];
  return whole === undefined ? null : Number(whole) * MICROS + Number(part.padEnd(6, "0"));
}

/** The quotient of whole numbers, none negative, rounded half up. */
export const dividedHalfUp = (numerator: bigint, denominator: bigint): bigint =>
  (2n * numerator + denominator) / (2n * denominator);

/** The first part that is unknown makes the sum unknown, with its reason. */
export function sumOf(amounts: readonly Amount[]): Amount {
  let micros = 0;
  for (const amount of amounts) {
    if (!amount.known) return amount;
    micros += amount.micros;
  }
  return exactly(micros);
}

/** a - b */
export function difference(a: Amount, b: Amount): Amount {
  if (!a.known) return a;
  return b.known ? exactly(a.micros - b.micros) : b;
}
