/** "2.63×", "14.4×", "0.9×", "120×": three figures at most. */
export function times(n: number): string {
  if (n > 0 && n < 0.005) return "<0.01×";
  const size = Math.abs(n);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return `${Number(n.toFixed(digits))}×`;
}
