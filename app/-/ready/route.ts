import { log } from "@/lib/log";
import { isReady } from "@/lib/views/readiness";

export const dynamic = "force-dynamic";

/** The database is open and its schema up to date. Says nothing of the engine: its outage is no reason to restart us. */
export const GET = (): Response => {
  try {
    isReady();
    return new Response("Ready\n");
  } catch (error) {
    log.error({ err: error }, "the database cannot be used");
    return new Response("Not ready: the database cannot be used.\n", { status: 503 });
  }
};
