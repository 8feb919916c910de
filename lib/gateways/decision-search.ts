import "server-only";
import type { Worker } from "node:worker_threads";
import type { Found } from "./decision-index";
import { startThread } from "./thread";

export type SearchQuestion = { id: number; dirs: string[]; q: string; waitMs: number };
/** `reading` is how many files the first reading has to read; null once it is over. */
export type SearchedRecords = Found & { reading: number | null };
export type SearchAnswer = ({ id: number } & SearchedRecords) | { id: number; refused: string };

/** So long a question waits for the first reading of the folders, before it is answered with what has been read. */
const WAIT_MS = 1_000;
const ANSWER_WITHIN_MS = 10_000;

type Waiting = { resolve: (answer: SearchedRecords) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };
type Searcher = { thread: Promise<Worker> | null; waiting: Map<number, Waiting>; asked: number };

/** Shared by every route: Next gives them module instances of their own, and one thread is enough for all. */
const shared = globalThis as { [name: symbol]: Searcher | undefined };
const KEY = Symbol.for("plumbline.decision-search");

function searcher(): Searcher {
  shared[KEY] ??= { thread: null, waiting: new Map(), asked: 0 };
  return shared[KEY];
}

/** Reads the folders and their words ahead of the first question. */
export async function warmDecisionSearch(dirs: readonly string[]): Promise<void> {
  await searchAdrFolders(dirs, "", 0);
}

/**
 * The records that hold the words of a question, the best first. A thread of its own reads the folders and searches, so that no
 * other request waits for either.
 */
export async function searchAdrFolders(
  dirs: readonly string[],
  q: string,
  waitMs: number = WAIT_MS,
): Promise<SearchedRecords> {
  const own = searcher();
  own.thread ??= begun(own);
  const thread = await own.thread;
  const id = ++own.asked;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      own.waiting.delete(id);
      reject(new Error(`The search did not answer within ${ANSWER_WITHIN_MS / 1000} s`));
    }, ANSWER_WITHIN_MS);
    own.waiting.set(id, { resolve, reject, timer });
    thread.postMessage({ id, dirs: [...dirs], q, waitMs } satisfies SearchQuestion);
  });
}

/** Ends the thread; the next question starts it anew. */
export async function endDecisionSearch(): Promise<void> {
  const { thread } = searcher();
  if (thread !== null) await (await thread).terminate();
}

async function begun(own: Searcher): Promise<Worker> {
  try {
    const thread = await startThread("search-worker");
    thread.on("message", (answer: SearchAnswer) => {
      const waiting = own.waiting.get(answer.id);
      if (!waiting) return;
      own.waiting.delete(answer.id);
      clearTimeout(waiting.timer);
      if ("refused" in answer) waiting.reject(new Error(`The search failed: ${answer.refused}`));
      else waiting.resolve({ found: answer.found, more: answer.more, reading: answer.reading });
    });
    const ended = (error: Error) => {
      own.thread = null;
      for (const { reject, timer } of own.waiting.values()) {
        clearTimeout(timer);
        reject(error);
      }
      own.waiting.clear();
    };
    thread.once("error", ended);
    thread.once("exit", () => ended(new Error("The thread that searches ended")));
    return thread;
  } catch (error) {
    own.thread = null;
    throw error;
  }
}
