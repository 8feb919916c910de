import { briefly, shortWeekday } from "@/lib/format/time";
import type { ReviewItem } from "@/lib/views/today";

export const DID = { acknowledged: "Acknowledged", "followed-up": "Followed up", dismissed: "Dismissed" } as const;

/** "Acknowledged by Ada, 09:02." and what was said with it. */
export function handledWords(
  { what, by, at, text, followUp }: NonNullable<ReviewItem["handled"]>,
  now: string,
): string {
  const did = `${DID[what]} by ${by}, ${briefly(at, now)}`;
  if (followUp) return `${did}: ${followUp.text} (${followUp.owner}, due ${shortWeekday(followUp.dueDay)})`;
  return text ? `${did}: ${text}` : `${did}.`;
}

/** "CDN offload", "CDN offload and Image offload", "8 items" */
export function named(items: readonly ReviewItem[]): string {
  const [first, second] = items;
  if (first && !second) return first.name;
  return first && second && items.length === 2 ? `${first.name} and ${second.name}` : `${items.length} items`;
}

/** "in 3 days", "due today", "3 days overdue" */
export function dueWords(days: number): string {
  if (days === 0) return "due today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "1 day overdue";
  return days < 0 ? `${-days} days overdue` : `in ${days} days`;
}

/** "EO" for "Edge on-call": two letters at most. */
export function initials(name: string): string {
  const words = name
    .replace(/\(.*$/, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}
