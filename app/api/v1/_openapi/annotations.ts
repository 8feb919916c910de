import * as z from "zod";
import type { annotate } from "@/lib/commands/annotate";
import type { endExclusion } from "@/lib/commands/end-exclusion";
import type { exclude } from "@/lib/commands/exclude";
import type { removeAnnotation } from "@/lib/commands/remove-annotation";
import { AnnotationDraft } from "@/lib/slo/annotation-draft";
import { ExclusionDraft } from "@/lib/slo/exclusion-draft";
import { Reason } from "@/lib/slo/target-draft";
import { AnnotationTerms, type annotationList } from "@/lib/views/annotations";
import type { exclusionsView } from "@/lib/views/exclusions";
import { PageTerms } from "../_paging";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";
import { at, id, listOf, Made, Nothing } from "./shapes";

const tag = "Exclusions and annotations";
const ONE = { id: "checkout" };

const Exclusion = z.strictObject({
  id,
  from: at,
  to: at,
  rrule: z.string().nullable(),
  timeZone: z.string().nullable(),
  reason: z.string(),
  author: z.string(),
  createdAt: at,
  endedAt: at.nullable(),
  ofFile: z.boolean(),
});

const Annotation = z
  .strictObject({
    id,
    kind: z.enum(["deploy", "event", "note"]),
    service: z.string().nullable(),
    slo: z.string().nullable(),
    title: z.string(),
    text: z.string().nullable(),
    url: z.string().nullable(),
    from: at,
    to: at.nullable(),
    generated: z.boolean(),
    author: z.string(),
    authorId: z.string().nullable(),
    createdAt: at,
  })
  .meta({ id: "Annotation" });

export const ANNOTATION_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/slos/[id]/exclusions",
    name: "listExclusions",
    tag,
    access: "read",
    summary: "Times that are left out of the corrected figures, newest first",
    answer: answerOf<Returned<typeof exclusionsView>>()(
      z.strictObject({ now: at, items: z.array(Exclusion), mayEdit: z.boolean() }),
    ),
    example: { path: ONE },
  },
  {
    route: "POST /api/v1/slos/[id]/exclusions",
    name: "createExclusion",
    tag,
    access: "signed-in",
    summary: "Excludes a time, once or by a rule (RFC 5545)",
    body: ExclusionDraft,
    status: 201,
    answer: answerOf<Returned<typeof exclude>>()(Made),
    example: { path: ONE, body: { from: "2099-12-06T03:00:00+01:00", duration: "2h", reason: "Backups" } },
    problems: [409],
  },
  {
    route: "DELETE /api/v1/slos/[id]/exclusions/[n]",
    name: "endExclusion",
    tag,
    access: "signed-in",
    summary: "Ends an exclusion",
    body: Reason,
    answer: answerOf<Returned<typeof endExclusion>>()(z.strictObject({ id, endedAt: at })),
    example: { path: { id: "checkout", n: "2" }, body: { reason: "There are no backups any more" } },
    problems: [409],
    tells: {
      409: { declaredIn: z.string().optional().meta({ description: "The file that it is taken out of instead." }) },
    },
  },
  {
    route: "GET /api/v1/annotations",
    name: "listAnnotations",
    tag,
    access: "read",
    summary: "Deploys, events and notes, newest first, a page at a time",
    terms: AnnotationTerms.omit({ before: true }).extend(PageTerms.shape),
    answer: answerOf<Returned<typeof annotationList>>()(listOf(Annotation)),
    example: { terms: { service: "shop", limit: "20" } },
    problems: [404],
  },
  {
    route: "POST /api/v1/annotations",
    name: "createAnnotation",
    tag,
    access: "signed-in",
    summary: "Notes a deploy or an event; the same `key` again answers 200 with the one that is there",
    body: AnnotationDraft,
    status: 201,
    alsoStatus: 200,
    answer: answerOf<Returned<typeof annotate>>()(z.strictObject({ id, isNew: z.boolean() })),
    example: { body: { kind: "deploy", service: "shop", title: "shop 1.42.0", key: "shop-1.42.0" } },
    problems: [409],
    tells: {
      409: {
        id: id.meta({ description: "The annotation that has the key." }),
        differs: z.array(z.string()).optional().meta({ description: "In which fields it differs." }),
      },
    },
  },
  {
    route: "DELETE /api/v1/annotations/[id]",
    name: "removeAnnotation",
    tag,
    access: "signed-in",
    summary: "Takes one off the charts",
    body: Nothing,
    answer: answerOf<Returned<typeof removeAnnotation>>()(z.strictObject({ id, removedAt: at })),
    example: { path: { id: "1" }, body: {} },
  },
];
