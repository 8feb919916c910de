import "server-only";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";

/** Something that was done to the demo's shop while it ran. */
const Line = z.object({
  at: z.iso.datetime().transform((text) => Date.parse(text)),
  kind: z.enum(["deploy", "event"]),
  title: z.string().max(120),
  text: z.string().max(2000).nullable(),
});
export type DemoHappening = z.infer<typeof Line>;

/** Bytes of the end of the log that are read: nobody breaks a demo more often than that. */
const MOST = 64 * 1024;

/** The shop's log beside its generated history, oldest first; [] where nothing was done to it yet. */
export async function readDemoLog(historyFile: string): Promise<DemoHappening[]> {
  const text = await readFile(join(dirname(historyFile), "happened.ndjson"), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    },
  );
  return text
    .slice(-MOST)
    .split("\n")
    .flatMap((line) => {
      const read = Line.safeParse(jsonIn(line));
      return read.success ? [read.data] : [];
    });
}

/** A line that is half written, or cut at the beginning, is read the next time or never. */
function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
