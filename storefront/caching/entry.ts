import { z } from "zod";

/** What a store holds under a key. `value` null: it is known that there is none. */
export type Entry = { value: object | null; freshUntil: number; loadMs: number };

const Written = z.tuple([z.number(), z.number(), z.record(z.string(), z.unknown()).nullable()]);

export const encodeEntry = ({ value, freshUntil, loadMs }: Entry): string =>
  JSON.stringify([freshUntil, loadMs, value]);

/** Undefined for what is missing or no entry of ours: a reader then loads it. */
export function decodeEntry(text: string | undefined): Entry | undefined {
  if (text === undefined) return undefined;
  try {
    const [freshUntil, loadMs, value] = Written.parse(JSON.parse(text));
    return { value, freshUntil, loadMs };
  } catch {
    return undefined;
  }
}
