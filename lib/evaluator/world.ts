import "server-only";
import type { AdrRecord } from "@/lib/adr/record";
import type { Engine } from "@/lib/gateways/prometheus";
import type { ThinningPolicy } from "@/lib/slo/thinning";
import type { Cursor } from "@/lib/store/cursors";
import type { Database } from "@/lib/store/database";
import type { Slo } from "@/lib/store/slos";

/** What the evaluator needs of the world. */
export type World = {
  db: Database;
  engine: Engine;
  /** s */
  delaySeconds: number;
  /** How long rows are kept; left out, the default. */
  thinning?: ThinningPolicy;
  /** The commit of the ADR that holds a decision, or null where there is none. */
  commitOf(adrPath: string): Promise<string | null>;
  /** The records, for their triggers; left out, there are none. */
  records?(): Promise<AdrRecord[]>;
};

/** An SLO with how far it is counted. */
export type Due = { slo: Slo; cursor: Cursor };

/** An SLO with how far it was counted before a tick, and is now. */
export type Passed = Due & { before: Cursor };
