import "server-only";
import type { Database } from "@/lib/store/database";
import { type Slo, sloById } from "@/lib/store/slos";
import { standings } from "./standing";

/** Looks SLOs up; only what is retired is read from the database, and that once. */
export function slosById(db: Database): (id: string) => Slo | null {
  const active = standings(db);
  const retired = new Map<string, Slo | null>();
  return (id) => {
    const slo = active.get(id)?.slo ?? retired.get(id) ?? sloById(db, id);
    if (!active.has(id)) retired.set(id, slo);
    return slo;
  };
}
