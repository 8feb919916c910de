/** What the address of the page asks for; null: the usual. */
export type CostTerms = { months: string | null; month: string | null };

export const oneOf = (given: string | string[] | undefined): string | null =>
  (Array.isArray(given) ? given[0] : given) ?? null;

/** "?months=6&month=2026-11"; what is usual is left out. */
export function termsQuery({ months, month }: CostTerms): string {
  const query = new URLSearchParams();
  if (months !== null) query.set("months", months);
  if (month !== null) query.set("month", month);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
