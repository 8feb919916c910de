import "server-only";
import { keyOf } from "@/lib/rules/counting";
import { neededFor } from "@/lib/rules/question";
import { silentMinutes } from "@/lib/slo/ledger";
import type { Database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import type { Slo } from "@/lib/store/slos";

/** Unobserved minutes up to a minute, or to the last one counted, by selector; only where there are any. */
export function gapsAt(db: Database, slos: readonly Slo[], minute?: number): Map<string, number> {
  const gaps = new Map<string, number>();
  for (const slo of slos) {
    const silent = silentMinutes(storedLedger(db, slo.sliId), minute);
    if (silent > 0)
      for (const key of neededFor(slo).selectors.map(keyOf)) gaps.set(key, Math.max(gaps.get(key) ?? 0, silent));
  }
  return gaps;
}
