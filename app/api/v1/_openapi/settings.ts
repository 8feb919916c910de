import * as z from "zod";
import { LinkRequest, type makeLink } from "@/lib/commands/make-link";
import { TokenDraft } from "@/lib/commands/make-token";
import type { removeView } from "@/lib/commands/remove-view";
import type { saveView } from "@/lib/commands/save-view";
import { ROLES } from "@/lib/rights";
import { SavedViewDraft } from "@/lib/slo/saved-view-draft";
import { AuditQuery, type auditEntries } from "@/lib/views/audit";
import type { personItem } from "@/lib/views/people";
import type { savedViewsView } from "@/lib/views/saved-views";
import type { TokenItem } from "@/lib/views/tokens";
import { PageTerms } from "../_paging";
import { PersonChange } from "../_person-change";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";
import { at, id, Made, Nothing, next } from "./shapes";

const Rights = { role: z.enum(ROLES), services: z.array(z.string()).nullable() };
const Token = answerOf<TokenItem>()(
  z
    .strictObject({
      id: z.string(),
      name: z.string(),
      prefix: z.string(),
      ...Rights,
      person: z.strictObject({ id: z.string(), name: z.string() }),
      createdAt: at,
      expiresAt: at,
      lastUsedAt: at.nullable(),
      state: z.enum(["works", "expired", "revoked", "maker-disabled"]),
    })
    .meta({ id: "Token" }),
);
const Person = answerOf<Returned<typeof personItem>>()(
  z
    .strictObject({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      ...Rights,
      disabledAt: at.nullable(),
      version: z.string().meta({ description: "In quotes, the If-Match of a change." }),
    })
    .meta({ id: "Person" }),
);
const Entry = z.strictObject({
  id,
  at,
  actor: z.strictObject({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  action: z.string(),
  subject: z.strictObject({ kind: z.string(), id: z.string() }),
  summary: z.string(),
  detail: z.unknown().meta({ description: "What was there before and after, as the action has it; null for none." }),
  ip: z.string().nullable(),
});
const SavedView = z.strictObject({
  id,
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  author: z.string(),
  createdAt: at,
  mayRemove: z.boolean(),
});

export const SETTINGS_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/openapi.json",
    name: "getOpenApi",
    tag: "This document",
    access: "public",
    summary: "This document",
    revalidates: true,
    answer: z.looseObject({ openapi: z.string(), paths: z.looseObject({}) }),
    example: {},
  },
  {
    route: "GET /api/v1/views",
    name: "listSavedViews",
    tag: "Saved views",
    access: "read",
    summary: "Saved views of the list of SLOs: one's own, and those that everybody sees",
    answer: answerOf<Returned<typeof savedViewsView>>()(z.strictObject({ now: at, items: z.array(SavedView) })),
    example: {},
  },
  {
    route: "POST /api/v1/views",
    name: "createSavedView",
    tag: "Saved views",
    access: "signed-in",
    summary: "Saves one; a token can only save shared ones",
    body: SavedViewDraft,
    status: 201,
    answer: answerOf<Returned<typeof saveView>>()(Made),
    example: { body: { name: "Tier 1", query: "tier=1", shared: true } },
    problems: [409],
  },
  {
    route: "DELETE /api/v1/views/[id]",
    name: "removeSavedView",
    tag: "Saved views",
    access: "signed-in",
    summary: "Removes one",
    body: Nothing,
    answer: answerOf<Returned<typeof removeView>>()(Made),
    example: { path: { id: "1" }, body: {} },
  },
  {
    route: "GET /api/v1/audit",
    name: "listAuditEntries",
    tag: "Audit log",
    access: "signed-in",
    summary: "The audit log, newest first, a page at a time; for admins",
    terms: AuditQuery.omit({ before: true }).extend(PageTerms.shape),
    answer: answerOf<Returned<typeof auditEntries>>()(z.strictObject({ items: z.array(Entry), next })),
    example: { terms: { limit: "20" } },
  },
  {
    route: "GET /api/v1/audit/export",
    name: "exportAuditEntries",
    tag: "Audit log",
    access: "signed-in",
    summary: "All that fits the same terms",
    terms: AuditQuery.omit({ before: true, limit: true }).extend({ format: z.enum(["csv", "ndjson"]) }),
    answer: "text/csv",
    alsoAnswers: "application/x-ndjson",
    example: { terms: { format: "csv", from: "2026-11-01" } },
  },
  {
    route: "GET /api/v1/people",
    name: "listPeople",
    tag: "People and tokens",
    access: "signed-in",
    summary: "Who there is; for admins",
    answer: z.strictObject({ items: z.array(Person) }),
    example: {},
  },
  {
    route: "PATCH /api/v1/people/[id]",
    name: "changePerson",
    tag: "People and tokens",
    access: "in-person",
    summary: "Gives other rights, disables or enables",
    body: PersonChange,
    ifMatch: true,
    tagged: true,
    answer: Person,
    example: { path: { id: "absent" }, body: { role: "viewer" } },
    problems: [409],
    tells: { 412: { current: z.strictObject({ ...Rights, disabled: z.boolean(), version: z.string() }) } },
  },
  {
    route: "POST /api/v1/links",
    name: "createLink",
    tag: "People and tokens",
    access: "in-person",
    summary: "Makes a one-time link to join or to come back in; for admins",
    body: LinkRequest,
    status: 201,
    answer: answerOf<Returned<typeof makeLink>>()(z.strictObject({ url: z.string(), expiresAt: at })),
    example: { body: { purpose: "invite", role: "editor" } },
  },
  {
    route: "GET /api/v1/tokens",
    name: "listTokens",
    tag: "People and tokens",
    access: "in-person",
    summary: "One's own tokens; an admin's everybody's",
    answer: z.strictObject({ items: z.array(Token) }),
    example: {},
  },
  {
    route: "POST /api/v1/tokens",
    name: "createToken",
    tag: "People and tokens",
    access: "in-person",
    summary: "Makes a token; its `secret` is answered this once",
    body: TokenDraft,
    status: 201,
    answer: Token.extend({ secret: z.string() }),
    example: { body: { name: "pipeline", role: "viewer", expiresInDays: 90 } },
    problems: [409],
  },
  {
    route: "DELETE /api/v1/tokens/[id]",
    name: "revokeToken",
    tag: "People and tokens",
    access: "in-person",
    summary: "Revokes a token; it stays in the list",
    body: Nothing,
    answer: Token,
    example: { path: { id: "nothing" }, body: {} },
  },
];
