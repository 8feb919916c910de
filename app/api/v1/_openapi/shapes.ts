import * as z from "zod";
import type { ErrorCode } from "@/lib/errors";
import { KINDS } from "@/lib/slo/list-terms";
import { VERDICTS } from "@/lib/slo/verdict";
import { answerOf } from "./answer-of";

/** Parts of answers that several of them share. Answers are strict here, so that a test finds what is answered and not described. */
export const id = z.int();
export const count = z.int().min(0);
export const at = z.string().meta({ format: "date-time" });
export const day = z.string().meta({ format: "date" });
export const share = z.number().min(0).max(1);
export const words = z.string();
export const sliKind = z.enum(KINDS);
export const verdict = z.enum(VERDICTS);
export const next = z.string().nullable().meta({ description: "The cursor of the next page; null on the last one." });

const ProblemCode = answerOf<ErrorCode | "internal-error">()(
  z.enum([
    "bad-input",
    "not-signed-in",
    "not-allowed",
    "not-found",
    "conflict",
    "stale",
    "version-required",
    "too-large",
    "wrong-media-type",
    "too-many-requests",
    "unavailable",
    "internal-error",
  ]),
);
export const Problem = z
  .strictObject({
    type: z.literal("about:blank"),
    title: ProblemCode.meta({ description: "A code for programs." }),
    status: z.int(),
    detail: z.string().meta({ description: "What is wrong, in one sentence." }),
    wayOut: z.string().optional().meta({ description: "What to do about it." }),
    issues: z
      .array(
        z.strictObject({
          field: z.string().meta({ description: "Where the body or the address has it, such as `followUp.due`." }),
          message: z.string(),
          file: z.string().optional(),
          line: id.optional().meta({ description: "Within a query, a document or a file, from 1." }),
          column: id.optional(),
        }),
      )
      .optional()
      .meta({ description: "Every field that is wrong, where a body or terms are refused." }),
    retryAfterSeconds: z.number().optional().meta({ description: "When to come again, where too many came." }),
  })
  .meta({ id: "Problem", description: "A problem document (RFC 9457)." });

export const DecisionRef = z.strictObject({ path: z.string(), id: z.string(), title: z.string() }).meta({
  id: "DecisionRef",
  description: "The decision that a target comes from: an ADR by its path, and the decision's id in it.",
});

export const DecisionLink = z
  .strictObject({
    path: z.string(),
    id: z.string(),
    adrNumber: z.string().nullable(),
    adrTitle: z.string(),
    title: z.string(),
    href: z.string().meta({ description: "Its page in Plumbline." }),
    missing: z.boolean().meta({ description: "No such decision was found in the records." }),
  })
  .meta({ id: "DecisionLink" });

export const SloRef = z.strictObject({ id: z.string(), name: z.string(), service: z.string() }).meta({ id: "SloRef" });

export const Terms = { objective: z.number().gt(0).lt(1), threshold: z.number().nullable(), window: z.string() };

/** Of a list without pages: it is one page. */
export const listOf = <Item extends z.ZodType>(item: Item) => z.strictObject({ items: z.array(item), next });

export const Made = z.strictObject({ id }).meta({ id: "Made" });
export const Nothing = z.strictObject({});
