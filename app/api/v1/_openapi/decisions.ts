import * as z from "zod";
import type { versionsOf } from "@/lib/views/decision-history";
import type { decisionLintView } from "@/lib/views/decision-lint";
import type { DecisionSearchView } from "@/lib/views/decision-search";
import type { DecisionsView } from "@/lib/views/decisions";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";
import { at, id, verdict, words } from "./shapes";

type Listed = { items: DecisionsView["adrs"]; next: null };
type Found = { items: DecisionSearchView["hits"]; next: null; reading: DecisionSearchView["reading"] };

const RECORD = "adr/0001-checkout.md";

const Adr = z
  .strictObject({
    path: z.string(),
    href: z.string(),
    number: z.string().nullable(),
    title: z.string(),
    status: z.string(),
    date: z.string().nullable(),
    decisions: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        href: z.string(),
        status: z.string().nullable(),
        slos: z.array(z.strictObject({ id: z.string(), name: z.string(), verdict })),
      }),
    ),
    problem: z.string().nullable(),
  })
  .meta({
    id: "Adr",
    description: "An architecture decision record, with its decisions and the SLOs that measure them.",
  });
const Hit = z
  .strictObject({
    path: z.string(),
    href: z.string(),
    number: z.string().nullable(),
    title: z.string(),
    status: z.string(),
    date: z.string().nullable(),
    snippet: z.strictObject({
      text: z.string(),
      marks: z.array(z.array(z.int())).meta({ description: "What was found in it: from, and to, in UTF-16 units." }),
    }),
  })
  .meta({ id: "AdrHit", description: "A record that holds the words, and where." });
const Decisions = z.union([
  z.strictObject({ items: z.array(Adr), next: z.null() }),
  z.strictObject({
    items: z.array(Hit),
    next: z.null(),
    reading: id.nullable().meta({ description: "How many files are still being read: what is found is not all yet." }),
  }),
]);
const Finding = z.strictObject({
  kind: z.enum([
    "status-not-stated",
    "dead-link",
    "supersession-unresolved",
    "supersession-not-reciprocated",
    "review-overdue",
    "unreadable",
    "target-drift",
    "slo-without-decision",
    "decision-without-slo",
    "unknown-slo",
    "unknown-decision",
  ]),
  path: z.string().nullable(),
  line: id.nullable(),
  slo: z.string().nullable(),
  message: words,
  href: z.string().nullable(),
  title: z.string().nullable(),
});
const History = z.strictObject({
  items: z.array(
    z.strictObject({
      sha: z.string(),
      at,
      author: z.string(),
      subject: z.string(),
      path: z.string(),
      change: z.enum(["added", "changed", "renamed", "deleted"]),
      onLine: z.boolean(),
      boundary: z.boolean(),
    }),
  ),
  next: z.null(),
  whole: z.boolean(),
  uncommitted: z.boolean(),
  reason: z.string().nullable(),
});

export const DECISION_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/decisions",
    name: "listDecisions",
    tag: "Decisions",
    access: "read",
    summary: "The ADRs with their decisions; with `q` those that hold its words, the best first",
    terms: z.object({ q: z.string() }),
    revalidates: true,
    answer: answerOf<Listed | Found>()(Decisions),
    example: {},
    problems: [429, 503],
  },
  {
    route: "GET /api/v1/decisions/[...path]",
    name: "getDecisionHistory",
    tag: "Decisions",
    access: "read",
    summary: "The commits that touched a record: `…/{path}/history`",
    description: "`path` has slashes in it, as records have, and ends with `/history`.",
    terms: z.object({ on: z.string().describe("A day: only the version in force at its end, UTC.") }),
    answer: answerOf<Returned<typeof versionsOf>>()(History),
    example: { path: { path: `${RECORD}/history` } },
    problems: [429],
  },
  {
    route: "GET /api/v1/decisions/lint",
    name: "lintDecisions",
    tag: "Decisions",
    access: "read",
    summary: "Drift and lint: what records and SLOs say against themselves and one another",
    answer: answerOf<{ items: Returned<typeof decisionLintView>["findings"]; next: null }>()(
      z.strictObject({ items: z.array(Finding), next: z.null() }),
    ),
    example: {},
  },
  {
    route: "GET /api/v1/decisions/badge.svg",
    name: "getDecisionBadge",
    tag: "Decisions",
    access: "read",
    summary: "The loudest verdict on a record's or a decision's targets, as a picture",
    description: "404 is a badge too.",
    terms: z.object({ record: z.string(), decision: z.string() }),
    revalidates: true,
    answer: "image/svg+xml",
    example: { terms: { record: RECORD, decision: "d1" } },
    problems: [404],
  },
  {
    route: "GET /api/v1/decisions/images/[...path]",
    name: "getDecisionImage",
    tag: "Decisions",
    access: "read",
    summary: "An image of a record, as it is now",
    revalidates: true,
    answer: "image/*",
    example: { path: { path: "adr/checkout.svg" } },
  },
];
