/** "4,120". Counts are whole; what comes from a rate is rounded. */
export function count(n: number): string {
  const whole = Math.round(n);
  const text = String(Math.abs(whole)).replace(/\B(?=(\d{3})+$)/g, ",");
  return whole < 0 ? `\u2212${text}` : text;
}

/** "one", "two" … "twelve", then figures, for sentences. */
export function countInWords(n: number): string {
  return WORDS[n] ?? count(n);
}

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
