import "server-only";
import { database } from "@/lib/store/database";
import { engineState } from "@/lib/store/engine-state";

/** @throws where the database cannot be read */
export function isReady(): void {
  engineState(database());
}
