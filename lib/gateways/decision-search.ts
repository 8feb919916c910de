import "server-only";
import type { Worker } from "node:worker_threads";
import { DomainError } from "@/lib/errors";
import type { Found } from "./decision-index";
import { startThread } from "./thread";

export type SearchQuestion = { id: number; dirs: string[]; q: string; waitMs: number };
/** `reading` is how many files the first reading has to read; null once it is over. */
export type SearchedRecords = Found & { reading: number | null };
export type SearchAnswer = ({ id: number } & SearchedRecords) | { id: number; refused: string };

/** So long a question waits for the first reading of the folders, before it is answered with what has been read. */
const WAIT_MS = 1_000;
const ANSWER_WITHIN_MS = 10_000;
/** Questions without an answer yet; one takes milliseconds. */
const MOST_WAITING = 50;

/** `to` is the thread that was asked, by its start. */
type Waiting = {
  to: Promise<Worker>;
  resolve: (answer: SearchedRecords) => void;
  reject: (error: Error) => void;
  stopWatch: () => void;
};
type Searcher = { thread: Promise<Worker> | null; waiting: Map<number, Waiting>; asked: number; open: number };

/** Shared by every route: Next gives them module instances of their own, and one thread is enough for all. */
const shared = globalThis as { [name: symbol]: Searcher | undefined };
const KEY = Symbol.for("plumbline.decision-search");

function searcher(): Searcher {
  shared[KEY] ??= { thread: null, waiting: new Map(), asked: 0, open: 0 };
  return shared[KEY];
}

/** Reads the folders and their words ahead of the first question. */
export async function warmDecisionSearch(dirs: readonly string[]): Promise<void> {
  await searchAdrFolders(dirs, "", 0);
}

/**
 * The records that hold the words of a question, the best first. A thread of its own reads the folders and searches, so that no
 * other request waits for either.
 * @throws DomainError `too-many-requests` where too many wait, `unavailable` where the thread does not answer
 */
export async function searchAdrFolders(
  dirs: readonly string[],
  q: string,
  waitMs: number = WAIT_MS,
): Promise<SearchedRecords> {
  const own = searcher();
  if (own.open >= MOST_WAITING)
    throw new DomainError("too-many-requests", "Too many searches wait for an answer.", "Try again in a moment.");
  own.open += 1;
  try {
    own.thread ??= begun(own);
    const to = own.thread;
    const thread = await to;
    return await new Promise((resolve, reject) => {
      const id = ++own.asked;
      const stopWatch = watch(() => {
        lost(own, to, new DomainError("unavailable", NO_ANSWER, "It has been started anew: try again in a moment."));
        void thread.terminate();
      });
      own.waiting.set(id, { to, resolve, reject, stopWatch });
      thread.postMessage({ id, dirs: [...dirs], q, waitMs } satisfies SearchQuestion);
    });
  } finally {
    own.open -= 1;
  }
}

const NO_ANSWER = `The search did not answer within ${ANSWER_WITHIN_MS / 1000} s.`;

/** Where this thread itself was busy, the answer has come and waits behind the timer: it has its turn first. */
function watch(over: () => void): () => void {
  let lastTurn: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    lastTurn = setImmediate(over);
  }, ANSWER_WITHIN_MS);
  return () => {
    clearTimeout(timer);
    clearImmediate(lastTurn);
  };
}

/** Ends the thread; the next question starts it anew. */
export async function endDecisionSearch(): Promise<void> {
  const own = searcher();
  const { thread } = own;
  if (thread === null) return;
  const running = await thread;
  lost(own, thread, new Error("The thread that searches was ended"));
  await running.terminate();
}

function begun(own: Searcher): Promise<Worker> {
  const starting: Promise<Worker> = startThread("search-worker").then((thread) => {
    thread.on("message", (answer: SearchAnswer) => {
      const waiting = own.waiting.get(answer.id);
      if (!waiting) return;
      own.waiting.delete(answer.id);
      waiting.stopWatch();
      if ("refused" in answer) waiting.reject(new Error(`The search failed: ${answer.refused}`));
      else waiting.resolve({ found: answer.found, more: answer.more, reading: answer.reading });
    });
    thread.once("error", (error) => lost(own, starting, error));
    thread.once("exit", () => lost(own, starting, new Error("The thread that searches ended")));
    return thread;
  });
  starting.catch((error: Error) => lost(own, starting, error));
  return starting;
}

/** Rejects what one thread was asked. Another one may have begun since: it stays, with its questions. */
function lost(own: Searcher, thread: Promise<Worker>, error: Error): void {
  if (own.thread === thread) own.thread = null;
  for (const [id, { to, reject, stopWatch }] of own.waiting) {
    if (to !== thread) continue;
    own.waiting.delete(id);
    stopWatch();
    reject(error);
  }
}
