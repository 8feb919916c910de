import { parseDocument, stringify } from "yaml";
import * as z from "zod";
import { beyondYamlBounds } from "@/lib/adr/yaml-bounds";
import { isTooDeepYaml } from "@/lib/adr/yaml-depth";
import { isTimeZone } from "@/lib/slo/calendar";
import { refusalOfRecurrence } from "@/lib/slo/recurrence";
import { type Annotations, durationText, pathOf, secondsOf } from "./annotations";
import type { Issue } from "./issue";

export const EXCLUSIONS_ANNOTATION = "plumbline.dev/exclusions";

/** A time that the corrected figures leave out, once or by a rule. Instants are epoch milliseconds. */
export type DeclaredExclusion = {
  /** The first occurrence. */
  fromAt: number;
  toAt: number;
  /** RFC 5545, without its name; null for a single one. */
  rrule: string | null;
  /** IANA name, in which the rule recurs; null for a single one. */
  timeZone: string | null;
  reason: string;
};

const MAX_EXCLUSIONS = 100;
const LONGEST_MS = 30 * 86_400_000;

const instant = z.iso
  .datetime({ offset: true, error: "is not an instant with its offset, such as 2026-01-31T22:00:00+01:00" })
  .transform((text) => Date.parse(text));
const reason = z.string({ error: "is missing: an exclusion has a reason" }).trim().min(1, "is missing");
const duration = z.string().transform((text, context) => {
  const seconds = secondsOf(text);
  if (seconds !== null && seconds > 0) return seconds * 1000;
  context.addIssue("is not a duration, such as 90m or 2h");
  return z.NEVER;
});

const Once = z
  .strictObject({ from: instant, to: instant, reason })
  .transform(
    ({ from, to, reason }): DeclaredExclusion => ({ fromAt: from, toAt: to, rrule: null, timeZone: null, reason }),
  );
const Recurring = z
  .strictObject({
    from: instant,
    duration,
    rrule: z
      .string()
      .trim()
      .transform((text) => text.replace(/^RRULE:/, "")),
    timeZone: z.string().refine(isTimeZone, { error: "is not a time zone, such as Europe/Berlin" }),
    reason,
  })
  .transform(
    ({ from, duration, rrule, timeZone, reason }): DeclaredExclusion => ({
      fromAt: from,
      toAt: from + duration,
      rrule,
      timeZone,
      reason,
    }),
  );

/**
 * The exclusions of a document: YAML in an annotation, a list of `{from, to, reason}` and
 * `{from, duration, rrule, timeZone, reason}`. How far back one may lie is judged when it is added.
 */
export function exclusionsOf(annotations: Annotations, issues: Issue[]): DeclaredExclusion[] {
  const source = annotations[EXCLUSIONS_ANNOTATION];
  if (source === undefined) return [];
  const wrong = (path: readonly PropertyKey[], message: string): void =>
    void issues.push({ path: [...pathOf(EXCLUSIONS_ANNOTATION), ...path], message });
  const list = listIn(source);
  if (!list || list.length > MAX_EXCLUSIONS) {
    wrong([], list ? `holds more than ${MAX_EXCLUSIONS} exclusions` : "is not a YAML list of {from, to, reason}");
    return [];
  }
  return list.flatMap((entry, i) => {
    const recurs = typeof entry === "object" && entry !== null && "rrule" in entry;
    const found = (recurs ? Recurring : Once).safeParse(entry);
    if (!found.success) {
      for (const { path, message } of found.error.issues) wrong([i, ...path], message);
      return [];
    }
    const { fromAt, toAt, rrule, timeZone } = found.data;
    const refusal = rrule === null ? null : refusalOfRecurrence({ rrule, timeZone: timeZone ?? "", firstAt: fromAt });
    if (refusal !== null) {
      wrong([i, "rrule"], `is no rule that can be counted: ${refusal}`);
      return [];
    }
    if (toAt > fromAt && toAt - fromAt <= LONGEST_MS) return [found.data];
    wrong([i, recurs ? "duration" : "to"], toAt > fromAt ? "is more than 30 days after from" : "is not after from");
    return [];
  });
}

function listIn(source: string): unknown[] | null {
  if (isTooDeepYaml(source.split("\n")) || beyondYamlBounds(source) !== null) return null;
  const document = parseDocument(source);
  if (document.errors.length > 0) return null;
  try {
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    return Array.isArray(value) ? value : null;
  } catch (error) {
    // An alias, or what YAML 1.1 cannot merge.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** The annotation that is read as these exclusions, the newest where they are too many. */
export function exclusionsText(exclusions: readonly DeclaredExclusion[]): string {
  const newest = [...exclusions.entries()]
    .sort(([, a], [, b]) => b.fromAt - a.fromAt)
    .slice(0, MAX_EXCLUSIONS)
    .sort(([a], [b]) => a - b);
  return stringify(
    newest.map(([, { fromAt, toAt, rrule, timeZone, reason }]) =>
      rrule === null
        ? { from: iso(fromAt), to: iso(toAt), reason }
        : { from: iso(fromAt), duration: durationText(Math.ceil((toAt - fromAt) / 1000)), rrule, timeZone, reason },
    ),
    { lineWidth: 0 },
  );
}

const iso = (ms: number): string => new Date(ms).toISOString();
