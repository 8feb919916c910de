/** Which part of the system a line of a bill pays for. `edge`, `cache` and `people` are what caching costs. */
export type Part = "edge" | "cache" | "people" | "origin" | "database";

/** What is priced, how much of it is the meter's business, and in which units a provider may price it. */
export const ITEMS = {
  "edge-egress": { part: "edge", units: ["GB"], words: "Bytes from the edge to visitors" },
  "edge-requests": { part: "edge", units: ["10k requests", "1M requests"], words: "Requests at the edge" },
  purges: { part: "edge", units: ["path"], words: "Purges" },
  "monthly-fee": { part: "edge", units: ["month"], words: "Monthly fee" },
  "monthly-minimum": { part: "edge", units: ["month"], words: "Up to the monthly minimum" },
  "edge-hours": { part: "edge", units: ["node-hour"], words: "Edge servers" },
  storage: { part: "edge", units: ["GB-month"], words: "Storage at the edge" },
  "storage-writes": { part: "edge", units: ["1M requests"], words: "Writes to the edge's storage" },
  "storage-reads": { part: "edge", units: ["1M requests"], words: "Reads from the edge's storage" },
  "cache-hours": { part: "cache", units: ["node-hour"], words: "Shared cache nodes" },
  "people-hours": { part: "people", units: ["hour"], words: "People's time for the caches" },
  "origin-fetch": { part: "origin", units: ["GB"], words: "Bytes from the origin to the edge" },
  "internet-egress": { part: "origin", units: ["GB"], words: "Bytes from the origin to the internet" },
  "server-hours": { part: "origin", units: ["node-hour"], words: "Origin servers" },
  "database-hours": { part: "database", units: ["node-hour"], words: "Database" },
} as const satisfies Record<string, { part: Part; units: readonly string[]; words: string }>;

export type Item = keyof typeof ITEMS;
export const ITEM_NAMES = Object.keys(ITEMS) as [Item, ...Item[]];

/** What one priced unit holds of what is counted: bytes, requests, paths, months, byte-months, minutes. A GB is 10⁹ bytes. */
export const UNITS = {
  GB: 1_000_000_000,
  "10k requests": 10_000,
  "1M requests": 1_000_000,
  path: 1,
  month: 1,
  "GB-month": 1_000_000_000,
  "node-hour": 60,
  hour: 60,
} as const;
export type Unit = keyof typeof UNITS;
export const UNIT_NAMES = Object.keys(UNITS) as [Unit, ...Unit[]];
