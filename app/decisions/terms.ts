/** "?status=accepted&year=2026", of what is set; nothing where nothing is. */
export function termsOf(terms: Readonly<Record<string, string | null>>): string {
  const set = Object.entries(terms).flatMap(([name, value]) => (value === null || value === "" ? [] : [[name, value]]));
  return set.length === 0 ? "" : `?${new URLSearchParams(set)}`;
}

/** What an address asks for; said twice, the first holds. */
export function askedIn(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) || null;
}
