import type { BreachRow } from "./breach-row";

/** Both newest first. `next`: the cursor of the next page of closed ones. */
export type BreachesView = { now: string; open: BreachRow[]; closed: BreachRow[]; next: string | null };
