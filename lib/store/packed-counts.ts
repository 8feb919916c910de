/** How the numbers that follow are written. */
const WHOLE = 0;
const FRACTIONS = 1;
/** Twice as much is still exact in a double. */
const LARGEST_STEP = 2 ** 51;

/**
 * Cumulative counts per bucket edge in few bytes: whole numbers as zigzag varints of the steps from edge to edge, anything
 * else as doubles.
 */
export function packCounts(counts: readonly number[]): Buffer {
  const steps = counts.map((count, i) => count - (counts[i - 1] ?? 0));
  if (!counts.every(Number.isSafeInteger) || steps.some((step) => Math.abs(step) > LARGEST_STEP)) {
    const bytes = Buffer.alloc(1 + counts.length * 8, FRACTIONS);
    for (const [i, count] of counts.entries()) bytes.writeDoubleLE(count, 1 + i * 8);
    return bytes;
  }
  const bytes = [WHOLE];
  for (const step of steps) {
    // Seven bits a byte by division: shifts would cut at 32 bits.
    let rest = step < 0 ? -2 * step - 1 : 2 * step;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  }
  return Buffer.from(bytes);
}

export function unpackCounts(bytes: Uint8Array): number[] {
  const counts: number[] = [];
  eachCount(bytes, 0, bytes.length, (_, count) => void counts.push(count));
  return counts;
}

/** Hands over the counts that are packed in the bytes [from, to), edge by edge. */
export function eachCount(
  bytes: Uint8Array,
  from: number,
  to: number,
  take: (edge: number, count: number) => void,
): void {
  if (bytes[from] === FRACTIONS) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + from + 1, to - from - 1);
    for (let edge = 0; edge < view.byteLength / 8; edge++) take(edge, view.getFloat64(edge * 8, true));
    return;
  }
  let sum = 0;
  for (let i = from + 1, edge = 0; i < to; i++, edge++) {
    let zigzag = 0;
    let unit = 1;
    for (; (bytes[i] as number) >= 128; i++, unit *= 128) zigzag += ((bytes[i] as number) - 128) * unit;
    zigzag += (bytes[i] as number) * unit;
    sum += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    take(edge, sum);
  }
}
