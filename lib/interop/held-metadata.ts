import {
  DECISION_ANNOTATION,
  DELAY_ANNOTATION,
  ENGINE_ANNOTATION,
  PERIOD_ANNOTATION,
  RUNBOOK_ANNOTATION,
  TARGET_ANNOTATION,
  UNIT_ANNOTATION,
} from "./annotations";
import { EXCLUSIONS_ANNOTATION } from "./declared-exclusions";

/** Labels and annotations of an SLO from which nothing here is read: they go out as they came in. */
export type HeldMetadata = {
  labels: Readonly<Record<string, string | string[]>>;
  annotations: Readonly<Record<string, string>>;
};

const LABELS = new Set(["tier", "team"]);
const ANNOTATIONS = new Set([
  DECISION_ANNOTATION,
  RUNBOOK_ANNOTATION,
  TARGET_ANNOTATION,
  DELAY_ANNOTATION,
  ENGINE_ANNOTATION,
  PERIOD_ANNOTATION,
  UNIT_ANNOTATION,
  EXCLUSIONS_ANNOTATION,
]);

/** undefined where there is nothing to hold. */
export function heldOf({ labels, annotations }: HeldMetadata): HeldMetadata | undefined {
  const held = { labels: without(labels, LABELS), annotations: without(annotations, ANNOTATIONS) };
  return Object.keys(held.labels).length + Object.keys(held.annotations).length > 0 ? held : undefined;
}

const without = <Value>(found: Readonly<Record<string, Value>>, names: ReadonlySet<string>): Record<string, Value> =>
  Object.fromEntries(Object.entries(found).filter(([name]) => !names.has(name)));
