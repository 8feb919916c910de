import type * as z from "zod";

/** Who may: the manifest of the walk has the same, route by route, and is tested against the running app. */
type Access = "public" | "read" | "signed-in" | "in-person";

/** What the API is about, in the order of the document. */
export const TAGS = {
  SLOs: "What is counted and promised, with its figures, counts and slices; made, changed and retired",
  Gate: "Whether there is error budget for a change, for pipelines that deploy",
  "Ready-made SLOs": "Definitions for caches, CDNs and HTTP servers, held against what the engine has",
  Targets: "Versions of what is promised, what-if, and proposals",
  "Exclusions and annotations": "Times that corrected figures leave out, and what happened when",
  Breaches: "Episodes in which a promise was not kept, and who is hit",
  Alerts: "What Alertmanager told of",
  "Daily review": "Reviews, marks on their items, and follow-ups",
  Decisions: "ADRs with their decisions, their history and what is wrong with them",
  Revisits: "The quarterly meetings that look at decisions again",
  Costs: "What caching costs and saves, month by month, and unit prices",
  "Saved views": "Lists of SLOs that people keep",
  "Audit log": "Who did what, for admins",
  "People and tokens": "Who may do what",
  "This document": "The API in OpenAPI 3.1",
} as const;
type Tag = keyof typeof TAGS;

/** What an answer is: JSON of a schema, or text of a media type. */
export type Answered = z.ZodType | string;

/** One method of one route, as the document describes it. Schemas of bodies and terms are those that the handler parses with. */
export type Operation = {
  /** "GET /api/v1/slos/[id]": as the route lies in the file system. */
  route: string;
  /** What a generated client calls it. */
  name: string;
  tag: Tag;
  summary: string;
  description?: string;
  access: Access;
  /** Terms of the address; all can be left out but those that are named. */
  terms?: z.ZodObject;
  needed?: readonly string[];
  body?: z.ZodType;
  /** Takes `If-Match`, and answers 428 without it, 412 where it is stale. */
  ifMatch?: boolean;
  /** Takes `If-None-Match` and answers 304. */
  revalidates?: boolean;
  /** Answers with an `ETag`. */
  tagged?: boolean;
  status?: number;
  /** Another status that comes with the same answer. */
  alsoStatus?: number;
  answer: Answered;
  /** Another form of the answer, by a term. */
  alsoAnswers?: Answered;
  /** A request that can be sent as it stands: segments of the path, terms, body. */
  example: { path?: Record<string, string>; terms?: Record<string, string>; body?: unknown };
  /** Further statuses that a problem document may come with. */
  problems?: readonly number[];
  /** Members that its problem documents have beside the usual ones, by status. */
  tells?: Readonly<Record<number, z.ZodRawShape>>;
};
