import type * as z from "zod";

/** Who may: the manifest of the walk has the same, route by route, and is tested against the running app. */
type Access = "public" | "read" | "signed-in" | "in-person";

/** What an answer is: JSON of a schema, or text of a media type. */
export type Answered = z.ZodType | string;

/** One method of one route, as the document describes it. Schemas of bodies and terms are those that the handler parses with. */
export type Operation = {
  /** "GET /api/v1/slos/[id]": as the route lies in the file system. */
  route: string;
  tag: string;
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
