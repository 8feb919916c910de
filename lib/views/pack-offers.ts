import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { engineChoices } from "@/lib/engines";
import { readPackSlo } from "@/lib/interop/pack-draft";
import { DEFAULT_ENGINE } from "@/lib/slo/sli";
import { countsTheSame, type Slo } from "@/lib/store/slos";
import type { PackRow } from "./pack-row";

/** A ready-made SLO of one job, as it would be made. */
export type PackOffer = {
  pack: string;
  labels: Record<string, string>;
  status: string | null;
  /** In the pack's unit. */
  threshold: number | null;
  id: string;
  name: string;
  service: string;
  objective: number;
  window: string;
  instances: number;
  /** The name of the engine that has it; left out for the default one. */
  engine?: string;
  /** The SLO that counts this already. */
  made: { id: string; name: string } | null;
};

/** What can be made of packs: one for each job that has all of its metrics and labels, under an id that is free. */
export function offersOf(
  rows: readonly PackRow[],
  slos: readonly Slo[],
  { services }: Reader,
  called: string = DEFAULT_ENGINE,
): PackOffer[] {
  const engine = called === DEFAULT_ENGINE ? {} : { engine: called };
  const taken = new Set(slos.map(({ id }) => id));
  return rows
    .filter(({ found }) => found === true)
    .flatMap((row) =>
      row.jobs.flatMap(({ job, instances, status, threshold, unavailable }): PackOffer[] => {
        if (unavailable !== null) return [];
        const alone = row.jobs.length === 1;
        // Beside other jobs, none is one of its own: what has no such label.
        const labels = alone && job === "" ? {} : { job };
        const choice = { pack: row.id, labels, status, threshold };
        const offer = {
          ...choice,
          id: row.id,
          name: alone ? row.name : `${row.name} (${job || "no job"})`,
          service: serviceOf(job, services),
          objective: row.objective,
          window: row.window,
          instances,
          ...engine,
        };
        const read = readPackSlo({ ...offer, ...choice }, null, engineChoices());
        const same = "definition" in read ? slos.find(({ sli }) => countsTheSame(sli, read.definition.sli)) : undefined;
        const id = same ? row.id : freeId(row.id, alone ? [job, "ready-made"] : [job || "no-job"], taken, alone);
        taken.add(id);
        return [{ ...offer, id, made: same ? { id: same.id, name: same.name } : null }];
      }),
    );
}

/** Whoever edits some services only makes it for one of them. */
const serviceOf = (job: string, services: readonly string[] | null): string =>
  services === null || services.includes(job) ? job || "unnamed" : (services[0] ?? job);

/** The pack's id, or with the job, or a number. */
function freeId(id: string, more: readonly string[], taken: ReadonlySet<string>, alone: boolean): string {
  const named = more.map((word) => slug(`${id}-${word}`));
  const candidates = alone ? [id, ...named] : named;
  const free = candidates.find((each) => !taken.has(each));
  if (free !== undefined) return free;
  for (let n = 2; ; n++) {
    const numbered = `${slug(candidates[0] ?? id).slice(0, 59)}-${n}`;
    if (!taken.has(numbered)) return numbered;
  }
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
