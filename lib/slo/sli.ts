export type SliKind = "ratio" | "latency" | "gauge";
