import "server-only";
import type { Database } from "@/lib/store/database";
import { type Slo, sloById } from "@/lib/store/slos";

/** Looks SLOs up, reading each once. */
export function slosById(db: Database): (id: string) => Slo | null {
  const known = new Map<string, Slo | null>();
  return (id) => {
    const slo = known.get(id) ?? sloById(db, id);
    known.set(id, slo);
    return slo;
  };
}
