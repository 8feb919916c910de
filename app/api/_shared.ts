import { LRUCache } from "lru-cache";
import { currentReader, type Reader } from "@/lib/auth/actor";
import { freshness } from "@/lib/views/freshness";
import { problemOf } from "./_respond";

type Kept = { as: string; text: Promise<string> };

/** By screen and reader; the list of a thousand SLOs is a megabyte. */
const kept = new LRUCache<string, Kept>({ max: 64 });

/**
 * Answers what a screen shows. Many look at the same one: within a second, and while nothing is written, a reader is answered
 * with the text of before. Who they are, and whether they may read, is asked every time.
 */
export async function respondShared<View>(
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
      answer = { as, text: read(reader, now).then((view) => JSON.stringify(view)) };
      kept.set(key, answer);
    }
    // Packing is left to Next, which drops the name of an encoding that is not its own.
    return new Response(await answer.text, {
      headers: { "cache-control": "no-store", "content-type": "application/json" },
    });
  } catch (error) {
    return problemOf(error);
  }
}
