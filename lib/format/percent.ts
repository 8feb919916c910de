/** Narrow no-break space: what stands between a figure and its unit. */
export const THIN = "\u202f";

/** Below 100 %, one failure must stay visible: figures are cut, never rounded up, and close to 100 % they get a digit more. */
export function percent(share: number, digits = 1): string {
  const sign = share < 0 ? "\u2212" : "";
  const size = Math.abs(share);
  // Far past the whole, a digit behind the point says nothing.
  if (size >= 10) return `${sign}${String(Math.floor(size * 100)).replace(/\B(?=(\d{3})+$)/g, ",")}${THIN}%`;
  if (size === 0) return `0${THIN}%`;
  const nearWhole = digits > 0 && size >= 0.999 && size < 1;
  const nearNothing = size * 100 < 10 ** -digits;
  const fine = cutTo(size * 100, digits + 1, size < 1);
  const cut = (nearWhole && !fine?.endsWith("0")) || nearNothing ? fine : cutTo(size * 100, digits, size < 1);
  return cut === null ? `<${THIN}${10 ** -(digits + 1)}${THIN}%` : `${sign}${cut}${THIN}%`;
}

/** An objective as its author wrote it: 95 %, 99.9 %, 99.95 %. */
export function objectivePercent(objective: number): string {
  return `${Number((objective * 100).toFixed(6))}${THIN}%`;
}

function cutTo(value: number, digits: number, belowWhole: boolean): string | null {
  const scale = 10 ** digits;
  // 0.57 × 100 is 56.99999…: the last bit of a double is not a failure.
  let units = Math.floor(value * scale + 1e-7);
  if (belowWhole && units >= 100 * scale) units = 100 * scale - 1;
  if (units === 0) return null;
  return units === 100 * scale ? "100" : (units / scale).toFixed(digits);
}
