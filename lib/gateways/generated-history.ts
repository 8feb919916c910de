import "server-only";
import { readFile } from "node:fs/promises";
import * as z from "zod";

const instant = z.iso.datetime().transform((text) => Date.parse(text));

/** Counts that the demo generated for the time before the engine's history; never measured. */
const GeneratedHistory = z.object({
  /** What happened in it. */
  annotations: z
    .array(
      z.object({
        kind: z.enum(["deploy", "event"]),
        title: z.string(),
        text: z.string().nullable(),
        from: instant,
        /** null: a moment. */
        to: instant.nullable(),
      }),
    )
    .default([]),
  spans: z.array(z.object({ from: instant, to: instant, note: z.string() })),
  slos: z.record(
    z.string(),
    z.object({
      stepSeconds: z.number().int().multipleOf(60),
      /** Beginning of the first step, ms. */
      from: instant,
      good: z.array(z.number()),
      total: z.array(z.number()),
      /** Finite bucket edges, s. */
      edges: z.array(z.number()).optional(),
      /** Per step: counts per edge, cumulative over `le`. */
      buckets: z.array(z.array(z.number())).optional(),
    }),
  ),
});
export type GeneratedHistory = z.infer<typeof GeneratedHistory>;

export async function readGeneratedHistory(file: string): Promise<GeneratedHistory> {
  return GeneratedHistory.parse(JSON.parse(await readFile(file, "utf8")));
}
