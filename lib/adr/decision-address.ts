/** Names one decision inside a record: "docs/adr/0001-caching.md#d1". The path is relative to the repository's root. */
export type DecisionAddress = { path: string; id: string };

export function parseDecisionAddress(text: string): DecisionAddress | null {
  const at = text.lastIndexOf("#");
  const [path, id] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  const segments = path.split("/");
  const isPlain = segments.every((segment) => segment !== "" && segment !== "." && segment !== "..");
  return isPlain && id !== "" && !/[\s\\]/.test(id) && !path.includes("\\") ? { path, id } : null;
}

export function formatDecisionAddress({ path, id }: DecisionAddress): string {
  return `${path}#${id}`;
}

/** Where a person reads the record, or the decision in it. */
export function decisionHref({ path, id }: { path: string; id?: string | null }): string {
  const page = `/decisions/${path.split("/").map(encodeURIComponent).join("/")}`;
  return id ? `${page}#${encodeURIComponent(id)}` : page;
}
