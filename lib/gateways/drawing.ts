import "server-only";
import { createHash } from "node:crypto";
import type { Worker } from "node:worker_threads";
import { LRUCache } from "lru-cache";
import type { AdrRecord } from "@/lib/adr/record";
import type { RenderedAdr } from "@/lib/adr/render";
import { startThread } from "./thread";

/** Why a record was not drawn, in a sentence for its reader. */
export class NotDrawn extends Error {}

/** It may be the text's fault or that of a machine that was busy. */
class TookTooLong extends NotDrawn {}

type Answer = { drawn: RenderedAdr } | { refused: string };

/** A page takes some milliseconds. */
const WORK_MS = 2_000;
/** Where others have the processor, a thread that has not worked for so long may wait this long in all. */
const DRAW_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 250;
const TOO_LONG_IS_KEPT_MS = 60_000;
const MOST_MIB = 256;
/** Characters of Markdown that are kept drawn. */
const MOST_KEPT = 16 * 1024 * 1024;

const drawings = new LRUCache<string, Promise<RenderedAdr>>({ maxSize: MOST_KEPT });
let worker: Worker | null = null;
let queue: Promise<unknown> = Promise.resolve();

/**
 * The record drawn, by a thread of its own: whatever a text does to the Markdown parser, no request waits for it but its own,
 * and that for two seconds of work. What was drawn or refused is kept as long as the text stays the same; that it took too long, a minute.
 * @throws NotDrawn for a text that is refused, or that took too long
 */
export function drawAdr(record: AdrRecord): Promise<RenderedAdr> {
  const key = createHash("sha1").update(JSON.stringify(record)).digest("base64");
  const known = drawings.get(key);
  if (known) return known;
  const drawing = queue.then(() => drawNext(record));
  queue = drawing.catch(() => {});
  const size = record.body.length + 1;
  drawings.set(key, drawing, { size });
  drawing.catch((error: unknown) => {
    if (error instanceof TookTooLong) drawings.set(key, drawing, { size, ttl: TOO_LONG_IS_KEPT_MS });
    // A thread that would not start is no fault of the text, so that is tried anew.
    else if (!(error instanceof NotDrawn)) drawings.delete(key);
  });
  return drawing;
}

/** CPU time of all threads from now on, ms: no single one has worked longer. */
function workOfProcess(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}

async function drawNext(record: AdrRecord): Promise<RenderedAdr> {
  const thread = worker ?? (await startThread("drawing-worker", MOST_MIB));
  worker = thread;
  const answer = await new Promise<Answer>((resolve, reject) => {
    const done = (settle: () => void) => {
      clearInterval(timer);
      clearImmediate(lastTurn);
      thread.off("message", answered).off("error", failed).off("exit", ended);
      settle();
    };
    const stop = (error: Error) => {
      worker = null;
      void thread.terminate();
      done(() => reject(error));
    };
    const answered = (message: Answer) => done(() => resolve(message));
    const failed = (error: Error & { code?: string }) =>
      stop(
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? new NotDrawn(`The text needs more than ${MOST_MIB} MiB to be drawn.`)
          : error,
      );
    const ended = () => stop(new Error("The thread that draws records ended"));
    const giveUp = () =>
      stop(
        new TookTooLong(
          hasWorked() < WORK_MS
            ? `The text could not be drawn within ${DRAW_WITHIN_MS / 1000} s: the machine is busy.`
            : `The text took longer than ${WORK_MS / 1000} s to be drawn.`,
        ),
      );
    // Where this thread itself was busy, the answer has come and waits behind the timer: it has its turn first.
    let lastTurn: NodeJS.Immediate | undefined;
    const hasWorked = workOfProcess();
    const began = performance.now();
    const timer = setInterval(() => {
      const waited = performance.now() - began;
      if (waited < WORK_MS || (waited < DRAW_WITHIN_MS && hasWorked() < WORK_MS)) return;
      clearInterval(timer);
      lastTurn = setImmediate(giveUp);
    }, LOOK_AGAIN_MS);
    thread.on("message", answered).on("error", failed).on("exit", ended);
    thread.postMessage(record);
  });
  if ("refused" in answer) throw new NotDrawn(answer.refused);
  return answer.drawn;
}
