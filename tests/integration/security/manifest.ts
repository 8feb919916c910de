/**
 * Who may call a route. A route that is not listed here fails the walk.
 *
 * - `public`: everybody, whatever ANONYMOUS_READ says
 * - `anybody`: everybody too, who shows by what they send who they are, and is refused for it
 * - `read`, `page`: whoever may read; a page tells others why not, and nothing else
 * - `signed-in`, `signed-in page`: any person or token
 * - `own`: any person or token too, each for what is theirs, and refused for what is not
 * - `editor`: an editor of the SLO's service, and admins
 * - `reviewer`: an editor of any service, and admins
 * - `admin`, `admin page`: admins
 * - `session-only`, `session-only page`: people who signed in; no token
 * - `metrics`: whoever may scrape (lib/auth/scrape.ts), and no matter who they are
 */
export type Class =
  | "public"
  | "anybody"
  | "page"
  | "signed-in page"
  | "admin page"
  | "read"
  | "signed-in"
  | "own"
  | "editor"
  | "reviewer"
  | "admin"
  | "session-only"
  | "session-only page"
  | "metrics";

/** The route as it lies in the file system, its class, an address of it, and for unsafe methods a body and headers that it takes. */
export type Line = readonly [
  route: string,
  who: Class,
  address?: string | undefined,
  body?: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
];

const TERMS = { objective: 0.98, threshold: null, window: "28d" };
const DRAFT = { ...TERMS, decision: { path: "adr/0001-checkout.md", id: "d1" }, reason: "A reason", asDrift: true };
const EXCLUSION = { from: "2026-11-01T00:00:00Z", duration: "2h", reason: "A reason" };

const DECISION = { path: "adr/0001-checkout.md", id: "d1" };
const OUTCOME = { decision: DECISION, outcome: "keep", reason: "A reason", names: ["Somebody"], nextDue: "2099-01-01" };

const PRICE = {
  seen: 1,
  reason: "A reason",
  terms: { price: 1, currency: "USD", source: "assumption", read: "2026-11-26", sureness: "low" },
};

const ALERTS = {
  version: "4",
  receiver: "plumbline",
  alerts: [
    { status: "firing", labels: { slo: "checkout" }, startsAt: "2026-11-01T00:00:00Z", fingerprint: "e879a1bc" },
  ],
};

const DOCUMENT = `apiVersion: openslo/v1
kind: SLO
metadata: { name: walked }
spec:
  service: shop
  indicator:
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { type: Prometheus, spec: { query: walked_errors_total } } }
        total: { metricSource: { type: Prometheus, spec: { query: walked_requests_total } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.99 }]
`;

export const MANIFEST: readonly Line[] = [
  ["GET /-/healthy", "public"],
  ["GET /-/ready", "public"],
  ["GET /metrics", "metrics"],
  ["GET /-/diagram", "public"],
  ["GET /-/diagram/mermaid.js", "public"],

  ["PAGE /", "page"],
  ["PAGE /slos", "page"],
  ["PAGE /slos/[id]", "page", "/slos/checkout"],
  ["PAGE /breaches", "page"],
  ["PAGE /breaches/[id]", "page", "/breaches/1"],
  ["PAGE /decisions", "page"],
  ["PAGE /decisions/lint", "page"],
  ["PAGE /decisions/graph", "page"],
  ["PAGE /decisions/timeline", "page"],
  ["PAGE /decisions/[...path]", "page", "/decisions/adr/0001-checkout.md"],

  ["GET /api/screens/shell", "read"],
  ["GET /api/screens/today", "read"],
  ["GET /api/screens/slos", "read"],
  ["GET /api/screens/slos/[id]", "read", "/api/screens/slos/checkout"],
  ["GET /api/screens/breaches", "read"],
  ["GET /api/screens/breaches/[id]", "read", "/api/screens/breaches/1"],
  ["GET /api/screens/decisions", "read"],
  ["GET /api/screens/decisions/lint", "read"],
  ["GET /api/screens/decisions/search", "read"],
  ["GET /api/screens/decisions/graph", "read"],
  ["GET /api/screens/decisions/timeline", "read"],
  ["GET /api/screens/decision-history/[...path]", "read", "/api/screens/decision-history/adr/0001-checkout.md"],
  ["GET /api/screens/decisions/[...path]", "read", "/api/screens/decisions/adr/0001-checkout.md"],

  ["GET /api/v1/openapi.json", "public"],
  ["GET /api/v1/slos", "read"],
  ["GET /api/v1/slos/[id]", "read", "/api/v1/slos/checkout"],
  ["GET /api/v1/slos/[id]/counts", "read", "/api/v1/slos/checkout/counts?from=2026-01-01T00:00:00Z"],
  ["GET /api/v1/slos/[id]/series", "read", "/api/v1/slos/checkout/series?range=24h&format=csv"],
  ["GET /api/v1/slos/[id]/gate", "read", "/api/v1/slos/checkout/gate"],
  ["GET /api/v1/gate", "read", "/api/v1/gate?service=shop"],
  ["GET /api/v1/breaches", "read"],
  ["GET /api/v1/breaches/[id]", "read", "/api/v1/breaches/1"],
  ["POST /api/v1/breaches/[id]/entries", "signed-in", "/api/v1/breaches/1/entries", { what: "note", text: "A note" }],
  ["GET /api/v1/breaches/[id]/contribution", "read", "/api/v1/breaches/1/contribution"],
  ["POST /api/v1/breaches/[id]/contribution", "signed-in", "/api/v1/breaches/1/contribution", { labels: "all" }],
  ["DELETE /api/v1/breaches/[id]/contribution", "signed-in", "/api/v1/breaches/1/contribution"],
  ["GET /api/v1/decisions", "read"],
  ["GET /api/v1/decisions/lint", "read"],
  ["GET /api/v1/decisions/images/[...path]", "read", "/api/v1/decisions/images/adr/checkout.svg"],
  ["GET /api/v1/decisions/badge.svg", "read", "/api/v1/decisions/badge.svg?record=adr/0001-checkout.md&decision=d1"],
  ["GET /api/v1/slos/[id]/badge.svg", "read", "/api/v1/slos/checkout/badge.svg"],
  ["GET /api/v1/decisions/[...path]", "read", "/api/v1/decisions/adr/0001-checkout.md/history"],

  ["GET /api/v1/reviews", "read"],
  ["POST /api/v1/reviews", "reviewer", undefined, { after: -1 }],
  ["GET /api/v1/reviews/[id]", "read", "/api/v1/reviews/1"],
  ["GET /api/v1/reviews/today.md", "read"],
  [
    "POST /api/v1/reviews/marks",
    "editor",
    undefined,
    { items: [{ subject: "slo:checkout", state: "another" }], what: "acknowledged" },
  ],
  ["GET /api/v1/follow-ups", "read"],
  [
    "POST /api/v1/follow-ups",
    "editor",
    undefined,
    { sloId: "checkout", text: "Look", owner: "Team", dueDay: "2020-01-01" },
  ],
  ["POST /api/v1/follow-ups/[id]/close", "editor", "/api/v1/follow-ups/1/close"],

  ["PAGE /sign-in", "public"],
  ["PAGE /set-up/[secret]", "public", "/set-up/nothing"],
  ["PAGE /account", "session-only page"],
  ["GET /api/screens/account", "session-only"],
  ["POST /api/auth/sign-in", "anybody", undefined, { email: "nobody@example.org", password: "no such password" }],
  ["POST /api/auth/second-factor", "anybody", undefined, { code: "123456" }],
  ["POST /api/auth/sign-out", "anybody"],
  ["POST /api/auth/link", "anybody", undefined, { secret: "nothing" }],
  ["POST /api/auth/elsewhere", "anybody"],
  ["GET /api/auth/callback/oidc", "anybody"],
  ["PUT /api/v1/account/name", "session-only", undefined, { name: "Another name" }],
  [
    "PUT /api/v1/account/password",
    "session-only",
    undefined,
    { old: "no such password", password: "no such password" },
  ],
  ["POST /api/v1/account/second-factor/prepare", "session-only", undefined, { password: "no such password" }],
  ["POST /api/v1/account/second-factor/confirm", "session-only", undefined, { code: "123456" }],
  ["POST /api/v1/account/second-factor/drop", "session-only", undefined, { password: "no such password" }],
  ["DELETE /api/v1/account/sessions", "session-only", undefined, { which: "all" }],

  ["PAGE /settings", "signed-in page"],
  ["PAGE /settings/people", "admin page"],
  ["PAGE /settings/tokens", "session-only page"],
  ["PAGE /settings/connections", "admin page"],
  ["PAGE /settings/audit", "admin page"],
  ["GET /api/screens/settings/people", "admin"],
  ["GET /api/screens/settings/tokens", "session-only"],
  ["GET /api/screens/settings/connections", "admin"],
  ["GET /api/screens/settings/audit", "admin"],
  ["GET /api/v1/people", "admin"],
  ["PATCH /api/v1/people/[id]", "session-only", "/api/v1/people/absent", { role: "viewer" }, { "if-match": '"x"' }],
  ["POST /api/v1/links", "session-only", undefined, { purpose: "invite", role: "viewer" }],
  ["GET /api/v1/tokens", "session-only"],
  ["POST /api/v1/tokens", "session-only", undefined, { name: "walk", role: "viewer", expiresInDays: 1 }],
  ["DELETE /api/v1/tokens/[id]", "session-only", "/api/v1/tokens/nothing"],
  ["GET /api/v1/audit", "admin"],
  ["GET /api/v1/audit/export", "admin"],

  ["GET /api/v1/proposals", "read"],
  ["POST /api/v1/proposals/[id]/accept", "editor", "/api/v1/proposals/1/accept"],
  ["POST /api/v1/proposals/[id]/decline", "editor", "/api/v1/proposals/1/decline", { reason: "A reason" }],
  ["POST /api/v1/proposals/[id]/withdraw", "own", "/api/v1/proposals/1/withdraw"],
  ["POST /api/v1/slos/[id]/proposals", "signed-in", "/api/v1/slos/checkout/proposals", DRAFT],
  ["GET /api/v1/slos/[id]/target", "read", "/api/v1/slos/checkout/target"],
  ["PUT /api/v1/slos/[id]/target", "editor", "/api/v1/slos/checkout/target", DRAFT, { "if-match": '"x"' }],
  [
    "DELETE /api/v1/slos/[id]/target/[version]",
    "editor",
    "/api/v1/slos/checkout/target/9",
    { reason: "A reason" },
    { "if-match": '"x"' },
  ],
  ["GET /api/v1/slos/[id]/exclusions", "read", "/api/v1/slos/checkout/exclusions"],
  ["POST /api/v1/slos/[id]/exclusions", "editor", "/api/v1/slos/checkout/exclusions", EXCLUSION],
  ["DELETE /api/v1/slos/[id]/exclusions/[n]", "editor", "/api/v1/slos/checkout/exclusions/1", { reason: "A reason" }],
  ["GET /api/v1/annotations", "read"],
  ["POST /api/v1/annotations", "editor", undefined, { kind: "deploy", service: "shop", title: "A deploy" }],
  ["DELETE /api/v1/annotations/[id]", "editor", "/api/v1/annotations/1"],

  ["GET /api/v1/alerts", "read"],
  ["POST /api/v1/alerts", "editor", undefined, ALERTS],

  ["PAGE /slos/[id]/target", "page", "/slos/checkout/target"],
  ["GET /api/screens/slos/[id]/target", "read", "/api/screens/slos/checkout/target"],
  ["POST /api/v1/slos/[id]/backfill", "editor", "/api/v1/slos/checkout/backfill", { resume: true }],
  ["DELETE /api/v1/slos/[id]/backfill", "editor", "/api/v1/slos/checkout/backfill", {}],
  ["POST /api/v1/slos/[id]/what-if", "read", "/api/v1/slos/checkout/what-if", TERMS],

  ["GET /api/v1/views", "read"],
  ["POST /api/v1/views", "own", undefined, { name: "Walked", query: "tier=1" }],
  ["DELETE /api/v1/views/[id]", "own", "/api/v1/views/1"],

  ["PAGE /slos/new", "page"],
  ["PAGE /slos/import", "page"],
  ["PAGE /slos/packs", "page"],
  ["GET /api/v1/packs", "read"],
  [
    "POST /api/v1/packs",
    "editor",
    undefined,
    { slos: [{ pack: "redis-hit-rate", id: "walked-pack", name: "Walked", service: "shop", objective: 0.9 }] },
  ],
  ["GET /api/v1/packs/[id]/preview", "reviewer", "/api/v1/packs/redis-hit-rate/preview"],
  ["POST /api/v1/slos/check", "editor", undefined, { service: "shop" }],
  ["POST /api/v1/slos", "editor", undefined, { document: DOCUMENT, reason: "A reason" }],
  [
    "POST /api/v1/slos/import",
    "editor",
    "/api/v1/slos/import?apply=true",
    { files: [{ name: "slo.yaml", text: DOCUMENT.replace("walked", "walked-in") }] },
  ],
  ["DELETE /api/v1/slos/[id]", "editor", "/api/v1/slos/checkout"],
  [
    "PUT /api/v1/slos/[id]/definition",
    "editor",
    "/api/v1/slos/checkout/definition",
    { service: "shop" },
    { "if-match": '"x"' },
  ],
  ["GET /api/v1/slos/[id]/openslo", "read", "/api/v1/slos/checkout/openslo"],
  ["GET /api/v1/slos/[id]/rules", "read", "/api/v1/slos/checkout/rules"],
  ["GET /api/v1/rules", "read"],

  ["PAGE /costs", "page"],
  ["GET /api/screens/costs", "read"],
  ["GET /api/v1/costs", "read"],
  ["GET /api/v1/costs/prices", "read"],
  ["POST /api/v1/costs/prices/[id]", "editor", "/api/v1/costs/prices/absent", PRICE],

  ["PAGE /revisits", "page"],
  ["PAGE /revisits/[quarter]", "page", "/revisits/2026-Q4"],
  ["PAGE /revisits/[quarter]/report", "page", "/revisits/2026-Q4/report"],
  ["GET /api/screens/revisits", "read"],
  ["GET /api/screens/revisits/[quarter]", "read", "/api/screens/revisits/2026-Q4"],
  ["GET /api/v1/revisits", "read"],
  ["GET /api/v1/revisits/[quarter]", "read", "/api/v1/revisits/2026-Q4"],
  ["POST /api/v1/revisits/[quarter]", "reviewer", "/api/v1/revisits/1999-Q4"],
  ["POST /api/v1/revisits/[quarter]/notes", "reviewer", "/api/v1/revisits/2026-Q4/notes", { text: "A note" }],
  [
    "POST /api/v1/revisits/[quarter]/agenda",
    "reviewer",
    "/api/v1/revisits/2026-Q4/agenda",
    { decision: DECISION, reason: "A reason" },
  ],
  [
    "POST /api/v1/revisits/[quarter]/actions/[id]",
    "reviewer",
    "/api/v1/revisits/2026-Q4/actions/1",
    { what: "closed", note: "A note" },
  ],
  [
    "POST /api/v1/revisits/[quarter]/outcomes",
    "reviewer",
    "/api/v1/revisits/2026-Q4/outcomes",
    OUTCOME,
    { "if-match": '"none"' },
  ],
  ["GET /api/v1/revisits/[quarter]/outcomes/[n]/patch", "read", "/api/v1/revisits/2026-Q4/outcomes/1/patch"],
  ["POST /api/v1/revisits/[quarter]/finish", "reviewer", "/api/v1/revisits/2026-Q4/finish"],
  ["GET /api/v1/revisits/[quarter]/report.md", "read", "/api/v1/revisits/2026-Q4/report.md"],
];
