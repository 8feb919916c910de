import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { LRUCache } from "lru-cache";
import { currentReader, type Reader } from "@/lib/auth/actor";
import { freshness } from "@/lib/views/freshness";
import { problemOf } from "./_respond";

const compressed = promisify(gzip);

type Kept = { as: string; plain: Promise<string>; zipped: Promise<Buffer<ArrayBuffer>> | null };

/** By screen and reader. */
const kept = new LRUCache<string, Kept>({ max: 500 });

/**
 * Answers what a screen shows. Many look at the same one: within a second, and while nothing is written, a reader is answered
 * with the bytes of before. Who they are, and whether they may read, is asked every time.
 */
export async function respondShared<View>(
  request: Request,
  screen: string,
  read: (reader: Reader, now: Date) => Promise<View>,
): Promise<Response> {
  try {
    const reader = await currentReader();
    const now = new Date();
    const as = `${freshness(now)} ${JSON.stringify([reader.name, reader.role, reader.services])}`;
    const key = `${screen} ${reader.kind} ${reader.id ?? ""}`;
    let answer = kept.get(key);
    if (answer?.as !== as) {
      answer = { as, plain: read(reader, now).then((view) => JSON.stringify(view)), zipped: null };
      kept.set(key, answer);
    }
    const headers = { "cache-control": "no-store", "content-type": "application/json", vary: "accept-encoding" };
    if (!/\bgzip\b/.test(request.headers.get("accept-encoding") ?? ""))
      return new Response(await answer.plain, { headers });
    answer.zipped ??= answer.plain.then((text) => compressed(text));
    return new Response(await answer.zipped, { headers: { ...headers, "content-encoding": "gzip" } });
  } catch (error) {
    return problemOf(error);
  }
}
