import "server-only";
import type { Reader } from "@/lib/auth/actor";
import type { Pack } from "@/lib/packs/pack";
import { PACKS } from "@/lib/packs/packs";
import { database } from "@/lib/store/database";
import { activeSlos } from "@/lib/store/slos";
import { adrIndex } from "./adr-index";

/** A decision that a target may come from. */
export type DecisionOption = {
  path: string;
  id: string;
  /** "ADR 0001 · D2 Shared cache in Redis" */
  label: string;
  /** What it promises, in its own words. */
  says: string | null;
  status: string;
};

export type NewSloView = {
  now: string;
  packs: readonly Pack[];
  /** What there is already, to choose from. */
  services: string[];
  teams: string[];
  tiers: string[];
  decisions: DecisionOption[];
};

export async function newSloView(_reader: Reader, now: Date): Promise<NewSloView> {
  const slos = activeSlos(database());
  const { records } = await adrIndex();
  const known = (values: (string | null)[]): string[] => [...new Set(values.flatMap((value) => value ?? []))].sort();
  return {
    now: now.toISOString(),
    packs: PACKS,
    services: known(slos.map(({ service }) => service)),
    teams: known(slos.map(({ team }) => team)),
    tiers: known(slos.map(({ tier }) => tier)),
    decisions: records.flatMap((record) =>
      record.decisions.map((decision) => ({
        path: record.path,
        id: decision.id,
        label: `${record.number === null ? record.title : `ADR ${record.number}`} · ${decision.id.toUpperCase()} ${decision.title}`,
        says:
          record.targets
            .filter((target) => target.decision === decision.id && target.statement !== null)
            .map(({ statement }) => statement)
            .join(" ") || null,
        status: decision.status ?? record.status,
      })),
    ),
  };
}
