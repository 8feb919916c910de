import { type DecisionAddress, parseDecisionAddress } from "@/lib/adr/decision-address";
import { LATENCY_UNITS, type LatencyUnit } from "@/lib/slo/latency-unit";
import type { Timing } from "@/lib/slo/sli";
import type { Issue } from "./issue";

export const DECISION_ANNOTATION = "plumbline.dev/decision";
export const RUNBOOK_ANNOTATION = "plumbline.dev/runbook";
export const TARGET_ANNOTATION = "plumbline.dev/target";
export const DELAY_ANNOTATION = "plumbline.dev/delay";
export const PERIOD_ANNOTATION = "plumbline.dev/period";
export const UNIT_ANNOTATION = "plumbline.dev/unit";

export const ENGINE_ANNOTATION = "plumbline.dev/engine";

export type Annotations = Readonly<Record<string, string>>;

export const pathOf = (annotation: string): string[] => ["metadata", "annotations", annotation];

const MAX_DELAY_SECONDS = 86_400;
const MAX_PERIOD_SECONDS = 3600;
const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `10m`, `1h` or `2d`, s; null where it is none of these. */
export function secondsOf(duration: string): number | null {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(duration.trim()) ?? [];
  return count === undefined || unit === undefined ? null : Number(count) * (SECONDS[unit] ?? Number.NaN);
}

/** The same as text, exactly. */
export function durationText(seconds: number): string {
  const unit = ["d", "h", "m"].find((each) => seconds > 0 && seconds % (SECONDS[each] ?? 1) === 0) ?? "s";
  return `${seconds / (SECONDS[unit] ?? 1)}${unit}`;
}

export function decisionOf(annotations: Annotations, issues: Issue[]): DecisionAddress | null {
  const address = annotations[DECISION_ANNOTATION];
  if (address === undefined) return null;
  const decision = parseDecisionAddress(address);
  if (!decision)
    issues.push({
      path: pathOf(DECISION_ANNOTATION),
      message: "is not a decision's address, such as docs/adr/0001-caching.md#d1",
    });
  return decision;
}

/** Whether the document alone changes the target. */
export function isTargetLocked(annotations: Annotations, issues: Issue[]): boolean {
  const word = annotations[TARGET_ANNOTATION];
  if (word !== undefined && word !== "locked")
    issues.push({ path: pathOf(TARGET_ANNOTATION), message: "is not locked, the one word that it can say" });
  return word === "locked";
}

/** A runbook becomes a link, and a link may lead to a page only: `javascript:` and its like run where they are pressed. */
export function runbookOf(annotations: Annotations, issues: Issue[]): string | null {
  const runbook = annotations[RUNBOOK_ANNOTATION]?.trim();
  if (!runbook) return null;
  const isPage = URL.canParse(runbook) && /^(https?|mailto):$/.test(new URL(runbook).protocol);
  if (!isPage)
    issues.push({
      path: pathOf(RUNBOOK_ANNOTATION),
      message: "is not an address that a browser opens, such as https://wiki.example/redis",
    });
  return isPage ? runbook : null;
}

/** What a histogram's edges are in; undefined where the document does not say so: s. */
export function unitOf(annotations: Annotations, issues: Issue[]): LatencyUnit | undefined {
  const word = annotations[UNIT_ANNOTATION];
  if (word === undefined) return undefined;
  const unit = LATENCY_UNITS.find((each) => each === word.trim());
  if (unit) return unit;
  issues.push({ path: pathOf(UNIT_ANNOTATION), message: "is not one of s, ms and us, which edges are in" });
  return undefined;
}

/** How late the samples come, and how long each stands for; undefined where the document says neither. */
export function timingOf(annotations: Annotations, issues: Issue[]): Timing | undefined {
  const read = (name: string, isAllowed: (seconds: number) => boolean, message: string): number | undefined => {
    const text = annotations[name];
    if (text === undefined) return undefined;
    const seconds = secondsOf(text);
    if (seconds !== null && isAllowed(seconds)) return seconds;
    issues.push({ path: pathOf(name), message });
    return undefined;
  };
  const delaySeconds = read(
    DELAY_ANNOTATION,
    (seconds) => seconds <= MAX_DELAY_SECONDS,
    "is not a delay of at most 24h, such as 10m",
  );
  const periodSeconds = read(
    PERIOD_ANNOTATION,
    (seconds) => seconds >= 60 && seconds <= MAX_PERIOD_SECONDS && seconds % 60 === 0,
    "is not a period of whole minutes from 1m to 1h, such as 5m",
  );
  if (delaySeconds === undefined && periodSeconds === undefined) return undefined;
  return {
    ...(delaySeconds === undefined ? {} : { delaySeconds }),
    ...(periodSeconds === undefined ? {} : { periodSeconds }),
  };
}
