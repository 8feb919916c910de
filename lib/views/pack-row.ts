import type { Pack } from "@/lib/packs/pack";

export type PackJob = { job: string; instances: number };

export type PackRow = Pack & {
  /** Whether the engine has its first metric; null where it was not asked or did not say. */
  found: boolean | null;
  /** Those of its metrics that the engine does not have, where it has the first. */
  missing: string[];
  jobs: PackJob[];
  series: number;
  /** What each label to choose by holds. */
  values: Record<string, string[]>;
  /** Which label holds the status, where one is asked for. */
  status: string | null;
  /** Upper edges that its buckets have, in its unit; null where it has none or they were not told. */
  edges: number[] | null;
};
