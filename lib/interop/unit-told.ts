import { readCounterSum, splitBucket } from "@/lib/rules/counter-sum";
import { unitInName } from "@/lib/slo/latency-unit";
import { UNIT_ANNOTATION } from "./annotations";
import { looseOf, type Notebook, originOf, type Translation, textAt, valueAt } from "./translation";

const GOOD = ["spec", "indicator", "spec", "ratioMetric", "good", "metricSource", "spec", "query"];

/**
 * The translation with the unit of its histogram, where the metric's name says one that is not s: no other tool's document has
 * a place for it, and 250 ms would be promised as 250 s.
 */
export function withUnit(translation: Translation, book: Notebook): Translation {
  const { value, origins } = translation;
  if (textAt(value, "metadata", "annotations", UNIT_ANNOTATION) !== null) return translation;
  const read = readCounterSum(textAt(value, ...GOOD) ?? "");
  const [only, more] = read.ok ? read.sum : [];
  const bucket = only && !more ? splitBucket(only.selector) : null;
  const unit = bucket && unitInName(bucket.buckets.split("{")[0] ?? "");
  if (!unit) return translation;
  book.add("mapped", originOf(origins, GOOD), `unit of the edges: ${unit}, as the name of the metric says`);
  const metadata = looseOf(value.metadata);
  const annotations = { ...looseOf(valueAt(metadata, "annotations")), [UNIT_ANNOTATION]: unit };
  return { value: { ...value, metadata: { ...metadata, annotations } }, origins };
}
