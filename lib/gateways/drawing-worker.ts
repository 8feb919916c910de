import { parentPort } from "node:worker_threads";
import type { AdrRecord } from "@/lib/adr/record";
import { renderAdr } from "@/lib/adr/render";

/** Draws one record after another; what goes wrong is said, so that whoever asked can say it too. */
parentPort?.on("message", (record: AdrRecord) => {
  try {
    parentPort?.postMessage({ drawn: renderAdr(record) });
  } catch (error) {
    parentPort?.postMessage({ refused: error instanceof Error ? error.message : String(error) });
  }
});
