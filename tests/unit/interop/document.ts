/** An OpenSLO document with nothing wrong in it; each change replaces one line (or more) by others. */
export function document(changes: Record<string, string> = {}): string {
  const untouched = new Set(Object.keys(changes));
  const lines = SOUND.split("\n").map((line) => {
    const key = Object.keys(changes).find((start) => line.trimStart().startsWith(start));
    if (key === undefined || !untouched.delete(key)) return line;
    const indent = line.slice(0, line.length - line.trimStart().length);
    return (changes[key] as string)
      .split("\n")
      .map((other) => indent + other)
      .join("\n");
  });
  if (untouched.size > 0) throw new RangeError(`no line starts with ${[...untouched].join(", ")}`);
  return lines.join("\n");
}

const SOUND = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: edge-hit-rate
  displayName: Edge hit rate
  labels:
    tier: edge
    team: [storefront, platform]
  annotations:
    plumbline.dev/decision: docs/adr/0001-caching.md#d1
    plumbline.dev/runbook: https://runbooks.example/edge
spec:
  description: Share of requests that the edge answers.
  service: storefront
  indicator:
    metadata: {name: edge-hit-rate}
    spec:
      ratioMetric:
        counter: true
        good: {metricSource: {type: Prometheus, spec: {query: hits}}}
        total: {metricSource: {type: Prometheus, spec: {query: hits + misses}}}
  timeWindow:
    - duration: 28d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - displayName: most
      target: 0.95
`;
