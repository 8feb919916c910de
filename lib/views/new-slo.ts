import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { engineNames } from "@/lib/engines";
import type { Pack } from "@/lib/packs/pack";
import { PACKS } from "@/lib/packs/packs";
import { database } from "@/lib/store/database";
import { activeSlos } from "@/lib/store/slos";
import { type DecisionOption, decisionOptions } from "./decision-options";

export type NewSloView = {
  now: string;
  packs: readonly Pack[];
  /** What there is already, to choose from. */
  services: string[];
  teams: string[];
  tiers: string[];
  decisions: DecisionOption[];
  /** The names of the engines, the default one first. */
  engines: string[];
};

export async function newSloView(reader: Reader, now: Date): Promise<NewSloView> {
  const slos = activeSlos(database());
  const known = (values: (string | null)[]): string[] => [...new Set(values.flatMap((value) => value ?? []))].sort();
  return {
    now: now.toISOString(),
    packs: PACKS,
    services: known(slos.map(({ service }) => service)),
    teams: known(slos.map(({ team }) => team)),
    tiers: known(slos.map(({ tier }) => tier)),
    decisions: await decisionOptions(reader),
    engines: engineNames(),
  };
}
