import { type Pack, packOf, type Source } from "./pack";
import { AVAILABILITY, LATENCY, NO_CACHE } from "./wording";

// Names and default edges are those of prom-client, client_golang, OpenTelemetry's semantic conventions, Envoy, Istio, Traefik and
// ingress-nginx.

const EDGE = "The threshold has to be the upper edge of a bucket; between two edges nothing can be told.";
const FAILURES_COUNT = "Failed requests count too, and fail fast: hold an availability beside it.";
const NOT_REACHED = "What never reached the server is not counted: an outage without answers looks like no traffic.";
const FIRST_ERROR = "Until the first error there is no series of errors; that counts as none, not as unknown.";
const MILLISECONDS =
  "Its edges are milliseconds, and a threshold of 0.25 s is the bucket at 250; p95 is told in s and ms as usual.";

type Histogram = {
  id: string;
  name: string;
  metric: string;
  labels: readonly string[];
  /** Matcher of failures; `$status` where the application names the label. */
  failed: string;
  statusLabels?: readonly string[];
  /** Further matchers of everything, as in `reporter="destination"`. */
  only?: string;
  threshold?: number;
  unit?: "s" | "ms";
  latencyTraps: readonly string[];
  availabilityTraps: readonly string[];
};

/** Latency and availability of a classic histogram, whose count carries the status. */
function classic(h: Histogram): [Pack, Pack] {
  const { threshold = 0.25, unit = "s", only } = h;
  const all = only ? `$s,${only}` : "$s";
  const total = `${h.metric}_count{${all}}`;
  return [
    packOf({
      id: `${h.id}-latency`,
      name: `${h.name} latency`,
      slis: ["latency"],
      needs: [`${h.metric}_count`, `${h.metric}_bucket`],
      labels: h.labels,
      counts: "good",
      part: `${h.metric}_bucket{${all},le="$threshold"}`,
      total,
      threshold,
      unit,
      objective: 0.95,
      why: LATENCY,
      traps: [EDGE, FAILURES_COUNT, ...h.latencyTraps, ...(unit === "ms" ? [MILLISECONDS] : [])],
    }),
    packOf({
      id: `${h.id}-availability`,
      name: `${h.name} availability`,
      slis: ["availability"],
      needs: [`${h.metric}_count`],
      labels: h.labels,
      statusLabels: h.statusLabels ?? null,
      counts: "bad",
      part: `${h.metric}_count{${all},${h.failed}}`,
      total,
      objective: 0.999,
      why: AVAILABILITY,
      traps: [NOT_REACHED, FIRST_ERROR, ...h.availabilityTraps],
    }),
  ];
}

const NEARLY =
  "The engine interpolates within a bucket of a native histogram: nearly right, and any threshold may be taken.";
const NO_CLASSIC =
  "The series _bucket and _count of it are not stored, unless the scrape says so: the packs of classic histograms find nothing.";

/** The same of a native histogram. */
function native(h: Pick<Histogram, "id" | "name" | "metric" | "labels" | "failed" | "statusLabels">): [Pack, Pack] {
  const rate = (matchers: string): string => `sum(rate(${h.metric}{${matchers}}[$window]))`;
  const total = `histogram_count(${rate("$s")})`;
  const succeeded = h.failed.replace("=~", "!~");
  const usual = { needs: [h.metric], labels: h.labels, counts: "good", total } as const;
  return [
    packOf({
      ...usual,
      id: `${h.id}-latency`,
      name: `${h.name} latency`,
      slis: ["latency"],
      part: `histogram_fraction(0, $threshold, ${rate("$s")}) * ${total}`,
      threshold: 0.25,
      objective: 0.95,
      why: LATENCY,
      traps: [NEARLY, FAILURES_COUNT, NO_CLASSIC],
    }),
    packOf({
      ...usual,
      id: `${h.id}-availability`,
      name: `${h.name} availability`,
      slis: ["availability"],
      statusLabels: h.statusLabels ?? null,
      part: `histogram_count(${rate(`$s,${succeeded}`)})`,
      objective: 0.999,
      why: AVAILABILITY,
      traps: [NOT_REACHED, NO_CLASSIC],
    }),
  ];
}

const source = (id: string, system: string, exporter: string, setUp: string, packs: readonly Pack[]): Source => ({
  id,
  system,
  exporter,
  setUp,
  packs,
  lateSeconds: null,
  blanks: NO_CACHE,
});

const APPLICATION = {
  metric: "http_request_duration_seconds",
  labels: ["job", "instance", "route", "handler", "path", "method"],
  failed: '$status=~"5.."',
  statusLabels: ["code", "status_code", "status"],
} as const;
const OTEL_LABELS = ["job", "instance", "http_route", "http_request_method"] as const;
const OTEL_FAILED = 'http_response_status_code=~"5.."';
const NO_ROUTE = "Without an instrumentation of the framework there is no http_route.";

export const HTTP_SOURCES: readonly Source[] = [
  source(
    "http",
    "HTTP server",
    "prom-client, client_golang and others with a classic histogram",
    "A histogram http_request_duration_seconds, as prom-client, express-prom-bundle and client_golang have it by convention.",
    classic({
      ...APPLICATION,
      id: "http",
      name: "HTTP",
      latencyTraps: ["Health checks and static files make it look fast; choose routes."],
      availabilityTraps: ["The label of the status is the application's own choice: code, status or status_code."],
    }),
  ),
  source(
    "http-native",
    "HTTP server",
    "a native histogram of prom-client's name",
    "The same histogram as a native one: Prometheus with native histograms turned on.",
    native({ ...APPLICATION, id: "http-native", name: "HTTP (native histogram)" }),
  ),
  source(
    "otel",
    "OpenTelemetry",
    "a collector or OTLP, and the Java agent",
    "http.server.request.duration of semantic conventions 1.21 or later, in seconds.",
    classic({
      id: "otel",
      name: "OpenTelemetry HTTP",
      metric: "http_server_request_duration_seconds",
      labels: OTEL_LABELS,
      failed: OTEL_FAILED,
      latencyTraps: [NO_ROUTE, "Before 1.21 it was http_server_duration_milliseconds."],
      availabilityTraps: [NO_ROUTE],
    }),
  ),
  source(
    "otel-native",
    "OpenTelemetry",
    "OTLP with exponential histograms",
    "The same as an exponential histogram, which Prometheus keeps as a native one.",
    native({
      id: "otel-native",
      name: "OpenTelemetry HTTP (native histogram)",
      metric: "http_server_request_duration_seconds",
      labels: OTEL_LABELS,
      failed: OTEL_FAILED,
    }),
  ),
  source(
    "otel-js",
    "OpenTelemetry",
    "Prometheus exporter of OpenTelemetry JS",
    "The exporter of OpenTelemetry JS itself, which writes no unit into the name.",
    classic({
      id: "otel-js",
      name: "OpenTelemetry JS HTTP",
      metric: "http_server_request_duration",
      labels: OTEL_LABELS,
      failed: OTEL_FAILED,
      latencyTraps: [NO_ROUTE],
      availabilityTraps: [NO_ROUTE],
    }),
  ),
  source(
    "envoy",
    "Envoy",
    "Envoy's own /stats/prometheus",
    "Nothing; the listener's statistics are on by default.",
    envoyPacks(),
  ),
  source(
    "istio",
    "Istio",
    "the sidecars' telemetry",
    "Istio's standard metrics of HTTP.",
    classic({
      id: "istio",
      name: "Istio",
      metric: "istio_request_duration_milliseconds",
      labels: ["job", "instance", "destination_service_name", "destination_service_namespace", "destination_workload"],
      failed: 'response_code=~"5.."',
      only: 'reporter="destination"',
      threshold: 250,
      unit: "ms",
      latencyTraps: ["Every request is told twice, by both ends; the destination's is counted."],
      availabilityTraps: [
        "Every request is told twice, by both ends; the destination's is counted.",
        "A response code of 0 is a connection that broke, and is not in it.",
      ],
    }),
  ),
  source(
    "traefik",
    "Traefik",
    "Traefik's own metrics",
    "metrics.prometheus with addServicesLabels, which is on by default.",
    classic({
      id: "traefik",
      name: "Traefik",
      metric: "traefik_service_request_duration_seconds",
      labels: ["job", "instance", "service", "method"],
      failed: 'code=~"5.."',
      threshold: 0.3,
      latencyTraps: ["There are four edges unless it is configured: 0.1, 0.3, 1.2 and 5 s."],
      availabilityTraps: [],
    }),
  ),
  source(
    "ingress-nginx",
    "ingress-nginx",
    "ingress-nginx's own metrics",
    "controller.metrics.enabled; paths and hosts are labels unless they are turned off.",
    classic({
      id: "ingress-nginx",
      name: "ingress-nginx",
      metric: "nginx_ingress_controller_request_duration_seconds",
      labels: ["job", "instance", "namespace", "ingress", "service", "host", "path"],
      failed: 'status=~"5.*"',
      latencyTraps: ["Its help text says milliseconds; it is seconds."],
      availabilityTraps: ["With report-status-classes the status is 5xx, without it the code: both are counted."],
    }),
  ),
];

/** Envoy's histogram carries no status, so availability comes from a counter of its own. */
function envoyPacks(): [Pack, Pack] {
  const labels = ["job", "instance", "envoy_http_conn_manager_prefix"];
  const [latency, availability] = classic({
    id: "envoy",
    name: "Envoy",
    metric: "envoy_http_downstream_rq_time",
    labels,
    failed: "",
    only: 'envoy_http_conn_manager_prefix!="admin"',
    threshold: 250,
    unit: "ms",
    latencyTraps: [
      "The prefix admin is Envoy's own pages, and is left out.",
      "What is fast and succeeded cannot be told from Envoy alone.",
    ],
    availabilityTraps: [
      "The prefix admin is Envoy's own pages, and is left out.",
      "It is an answer's class: what was refused before is 5xx too.",
    ],
  });
  const counter = 'envoy_http_downstream_rq_xx{$s,envoy_http_conn_manager_prefix!="admin"';
  return [
    latency,
    {
      ...availability,
      needs: ["envoy_http_downstream_rq_xx"],
      part: `${counter},envoy_response_code_class="5"}`,
      total: `${counter}}`,
    },
  ];
}
