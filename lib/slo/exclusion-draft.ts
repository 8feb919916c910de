import * as z from "zod";
import type { Exclusion } from "./exclusion";

const MOST_MS = 30 * 86_400_000;
const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const instant = z.iso
  .datetime({ offset: true, error: "is no instant, such as 2026-12-01T22:00:00+01:00" })
  .transform((text) => Date.parse(text));
const duration = z.string().transform((text, context) => {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text.trim()) ?? [];
  const ms = Number(count) * (UNITS[unit ?? ""] ?? Number.NaN);
  if (ms > 0) return ms;
  context.addIssue("is no duration, such as 90m or 2h");
  return z.NEVER;
});

/** A time that is to be left out of the corrected figures, as the API takes it: once, or by a rule (RFC 5545). */
export const ExclusionDraft = z
  .strictObject({
    from: instant,
    to: instant.nullish(),
    duration: duration.nullish(),
    rrule: z
      .string()
      .trim()
      .max(500)
      .transform((text) => text.replace(/^RRULE:/, ""))
      .nullish(),
    timeZone: z.string().max(100).nullish(),
    reason: z.string().trim().min(3, "says no reason").max(2000, "is longer than 2000 characters"),
  })
  .transform(({ from, to, duration, rrule, timeZone, reason }, context): DraftedExclusion => {
    if ((to ?? null) === null && (duration ?? null) === null)
      context.addIssue({ code: "custom", path: ["to"], message: "is missing: say to, or a duration" });
    if ((to ?? null) !== null && (duration ?? null) !== null)
      context.addIssue({ code: "custom", path: ["duration"], message: "is one too many beside to" });
    const toAt = to ?? from + (duration ?? 0);
    if (toAt - from > MOST_MS)
      context.addIssue({ code: "custom", path: ["to"], message: "is more than 30 days after from" });
    return { fromAt: from, toAt, rrule: rrule || null, timeZone: rrule ? (timeZone ?? null) : null, reason };
  });
export type ExclusionDraft = z.infer<typeof ExclusionDraft>;

type DraftedExclusion = Omit<Exclusion, "endedAt"> & { reason: string };
