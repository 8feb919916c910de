import type { SloListRow } from "@/lib/views/slos";
import type { Group } from "./group";

/** A line of the list. A row is undefined while it is asked for. */
export type Item =
  | { kind: "group"; key: string; group: Group; open: boolean }
  | { kind: "row"; key: string; row: SloListRow | undefined };

/** The lines that are to be seen, in order: of a folded group only its head, and without heads where nothing is grouped. */
export function itemsOf(groups: readonly Group[], folded: readonly string[], withHeads: boolean): Item[] {
  const items: Item[] = [];
  for (const group of groups) {
    const open = !withHeads || !folded.includes(group.key);
    if (withHeads) items.push({ kind: "group", key: `group ${group.key}`, group, open });
    if (!open) continue;
    for (let i = 0; i < group.size; i++) {
      const row = group.rows[i];
      items.push({ kind: "row", key: row ? `slo ${row.id}` : `${group.key} ${i}`, row });
    }
  }
  return items;
}

/** The row after, or before, another one; the first, or the last, where there is no other. -1: there is no row. */
export function nextRow(items: readonly Item[], from: number, step: 1 | -1): number {
  for (let i = from < 0 && step === -1 ? items.length - 1 : from + step; i >= 0 && i < items.length; i += step)
    if (items[i]?.kind === "row") return i;
  return from;
}
