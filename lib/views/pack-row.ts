import type { Pack } from "@/lib/packs/pack";

export type PackJob = {
  job: string;
  instances: number;
  /** Which label of the job holds the status; null where none is asked for, or it has none. */
  status: string | null;
  /** The edge of its own that lies nearest to the usual threshold, in the pack's unit. */
  threshold: number | null;
  /** Why nothing can be made of it at a stroke, as "it has no …"; null where it can. */
  unavailable: string | null;
};

export type PackRow = Pack & {
  /** Whether the engine has its first metric; null where it was not asked or did not say. */
  found: boolean | null;
  /** Those of its metrics that the engine has of no job, where it has the first. */
  missing: string[];
  /** Those with its first metric. */
  jobs: PackJob[];
  series: number;
  /** What each label to choose by holds. */
  values: Record<string, string[]>;
  /** Which label holds the status for one job or another, where one is asked for. */
  status: string | null;
  /** Upper edges that its buckets have, of all jobs, in its unit; null where it has none or they were not told. */
  edges: number[] | null;
};
