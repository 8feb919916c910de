import "server-only";
import { database } from "@/lib/store/database";
import { stateOf } from "./standing";

/** Differs after every write to the database, and with every second, because verdicts age. */
export const freshness = (now: Date): string => `${stateOf(database())} ${Math.floor(now.getTime() / 1000)}`;
