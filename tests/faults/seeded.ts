import { createHash } from "node:crypto";

/** The seed of this run, so that a run that failed can be had again. */
export const seed = process.env.FAULTS_SEED || String(Date.now());

/** Numbers from [0, 1), the same for the same words. */
export function seeded(words: string): () => number {
  let drawn = 0;
  return () => createHash("sha256").update(`${words} ${drawn++}`).digest().readUInt32BE() / 2 ** 32;
}
