import Link from "next/link";
import { Empty } from "@/app/_parts/empty";
import { Scrolling } from "@/app/_parts/scrolling";

const EXAMPLE = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: cdn-offload
  annotations:
    plumbline.dev/decision: docs/adr/0001-cache-tiers.md#d2
spec:
  service: edge
  indicator:
    metadata: { name: cdn-offload }
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource:
            spec: { query: 'edge_requests_total{cache="hit"}' }
        total:
          metricSource:
            spec: { query: edge_requests_total }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.9 }]`;

/** The shortest way to a first figure. */
export function NoSloYet() {
  return (
    <div style={{ marginTop: 20 }}>
      <Empty title="No SLO yet">
        <p>
          <Link className="btn pri" href="/slos/packs">
            Ready-made SLOs
          </Link>{" "}
          <Link className="btn" href="/slos/new">
            New SLO
          </Link>
        </p>
        <p>
          Or put an OpenSLO file into the folder that <code>SLO_DIR</code> names and start again; the README says more
          under “Your own SLOs”. Its annotation names the decision that set the target.
        </p>
        <Scrolling as="pre">{EXAMPLE}</Scrolling>
      </Empty>
    </div>
  );
}
