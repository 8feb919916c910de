import { setImmediate as nextTurn } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import { findMarkdownFiles } from "./adr-files";
import { readAdrFolders } from "./adr-folder";

import { DecisionIndex } from "./decision-index";
import type { SearchAnswer, SearchQuestion } from "./decision-search";

/** Records taken in before a question has its turn, some milliseconds' worth. */
const AT_ONCE = 25;
/** The folders are looked at again for a question after this long, and without one now and then. */
const FRESH_MS = 1_000;
const LOOKED_AT_EVERY_MS = 30_000;
/** A folder that takes longer to look through is looked at after the answer. */
const QUICK_MS = 15;

let index = new DecisionIndex();
let dirs: string[] = [];
let looking: Promise<void> | null = null;
let lookedAt = Number.NEGATIVE_INFINITY;
let took = Number.POSITIVE_INFINITY;
/** Files to be read, as long as the first reading goes on. */
let reading: number | null = null;

parentPort?.on("message", async (question: SearchQuestion) => {
  try {
    parentPort?.postMessage(await answerTo(question));
  } catch (error) {
    const refused = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ id: question.id, refused } satisfies SearchAnswer);
  }
});

async function answerTo({ id, dirs: asked, q, waitMs }: SearchQuestion): Promise<SearchAnswer> {
  if (JSON.stringify(asked) !== JSON.stringify(dirs)) {
    dirs = asked;
    index = new DecisionIndex();
    lookedAt = Number.NEGATIVE_INFINITY;
    reading = 0;
  }
  const isStale = performance.now() - lookedAt > FRESH_MS;
  if (reading !== null || (isStale && took <= QUICK_MS)) await within(waitMs, look());
  const { found, more } = index.search(q);
  if (isStale) setImmediate(() => void look());
  return { id, found, more, reading };
}

/** One look at a time; who asks during one waits for the same. */
function look(): Promise<void> {
  looking ??= lookNow().finally(() => {
    looking = null;
  });
  return looking;
}

async function lookNow(): Promise<void> {
  const mine = index;
  if (reading !== null) reading = await filesIn(dirs);
  const started = performance.now();
  const { records } = await readAdrFolders(dirs);
  mine.keepOnly(new Set(records.map(({ path }) => path)));
  const changed = records.filter((record) => !mine.holds(record));
  for (let from = 0; from < changed.length; from += AT_ONCE) {
    mine.takeIn(changed.slice(from, from + AT_ONCE));
    await nextTurn();
  }
  if (mine !== index) return lookNow();
  took = performance.now() - started;
  lookedAt = performance.now();
  reading = null;
}

/** A folder that cannot be read holds none; the pages say that it cannot. */
async function filesIn(folders: string[]): Promise<number> {
  const counts = await Promise.all(
    folders.map((dir) =>
      findMarkdownFiles(dir).then(
        ({ files }) => files.length,
        () => 0,
      ),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}

setInterval(() => {
  if (dirs.length > 0) void look();
}, LOOKED_AT_EVERY_MS).unref();
