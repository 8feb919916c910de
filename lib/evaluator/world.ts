import "server-only";
import type { AdrRecord } from "@/lib/adr/record";
import type { Engine } from "@/lib/gateways/prometheus";
import { DEFAULT_ENGINE, engineOf } from "@/lib/slo/sli";
import type { ThinningPolicy } from "@/lib/slo/thinning";
import type { Cursor } from "@/lib/store/cursors";
import type { Database } from "@/lib/store/database";
import { activeSlos, type Slo } from "@/lib/store/slos";

/** What the evaluator needs of the world: that of one engine, whose silence is no other's. */
export type World = {
  db: Database;
  engine: Engine;
  /** By which SLOs name the engine; left out, the default one. */
  engineName?: string;
  /** Every engine by its name, for the conditions of records; left out, there is this one. `delaySeconds`: its minutes', s. */
  engines?: ReadonlyMap<string, { engine: Engine; delaySeconds: number }>;
  /** s */
  delaySeconds: number;
  /** How long rows are kept; left out, the default. */
  thinning?: ThinningPolicy;
  /** The commit of the ADR that holds a decision, or null where there is none. */
  commitOf(adrPath: string): Promise<string | null>;
  /** The records, for their triggers; left out, there are none. */
  records?(): Promise<AdrRecord[]>;
};

/** The SLOs that its engine answers for. */
export const ownSlos = ({ db, engineName = DEFAULT_ENGINE }: World): Slo[] =>
  activeSlos(db).filter(({ sli }) => engineOf(sli) === engineName);

/** An SLO with how far it is counted. */
export type Due = { slo: Slo; cursor: Cursor };

/** An SLO with how far it was counted before a tick, and is now. */
export type Passed = Due & { before: Cursor };
