/** "4,120". Counts are whole; what comes from a rate is rounded. */
export function count(n: number): string {
  const whole = Math.round(n);
  const text = String(Math.abs(whole)).replace(/\B(?=(\d{3})+$)/g, ",");
  return whole < 0 ? `\u2212${text}` : text;
}

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** "1.24 TB", "310 MB": powers of a thousand, three figures. */
export function bytes(n: number): string {
  const power = Math.min(BYTE_UNITS.length - 1, n < 1000 ? 0 : Math.floor(Math.log10(n) / 3 + 1e-9));
  return `${Number((n / 1000 ** power).toPrecision(3))}\u202f${BYTE_UNITS[power]}`;
}

/** "one", "two" … "twelve", then figures, for sentences. */
export function countInWords(n: number): string {
  return WORDS[n] ?? count(n);
}

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
