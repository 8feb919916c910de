/** What this tab keeps by a name; null where it keeps nothing that can be read. */
export function keptAt(name: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(name) ?? "null");
    return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : null;
  } catch {
    // Storage may be shut, and what it holds may be of an older version: then it begins anew.
    return null;
  }
}

/** Keeps something until the tab is closed; null: no more. */
export function keepAt(name: string, value: object | null): void {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Without storage a reload begins anew; nothing else is lost.
  }
}
