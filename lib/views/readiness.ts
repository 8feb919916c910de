import "server-only";
import { database } from "@/lib/store/database";
import { engineStates } from "@/lib/store/engine-state";

/** @throws where the database cannot be read */
export function isReady(): void {
  engineStates(database());
}
