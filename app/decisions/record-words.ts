/** "ADR 0007 Sessions in Redis"; without a number the title alone. */
export function recordName({ number, title }: { number: string | null; title: string }): string {
  return number === null ? title : `ADR ${number} ${title}`;
}

/** As short as it can be named again: "ADR 0007". */
export function recordLabel({ number, title }: { number: string | null; title: string }): string {
  return number === null ? `“${title}”` : `ADR ${number}`;
}

/** "d1" is shown as "D1", as its sections are. */
export function idsInWords(ids: readonly string[]): string {
  return ids.map((id) => id.toUpperCase()).join(", ");
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
