import * as z from "zod";
import type { closeFollowUp } from "@/lib/commands/close-follow-up";
import type { finishReview } from "@/lib/commands/finish-review";
import type { makeFollowUp } from "@/lib/commands/make-follow-up";
import type { markItems } from "@/lib/commands/mark-items";
import { ClosingDraft, FinishDraft, FollowUpDraft, MarkDraft } from "@/lib/slo/review-draft";
import { MARKS } from "@/lib/slo/review-item";
import type { followUpsView } from "@/lib/views/carried";
import type { Handling as Handled } from "@/lib/views/review-items";
import type { reviewsView, reviewView } from "@/lib/views/reviews";
import { PageTerms } from "../_paging";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";
import { at, DecisionLink, day, id, Made, SloRef } from "./shapes";

const Review = z.strictObject({
  id,
  day,
  startedAt: at.nullable(),
  finishedAt: at,
  by: z.string(),
  note: z.string().nullable(),
});
const FollowUp = z
  .strictObject({
    id,
    origin: z.enum(["review", "breach", "revisit"]),
    text: z.string(),
    owner: z.string(),
    dueDay: day,
    dueInDays: z.number(),
    openedAt: at,
    openedBy: z.string(),
    slo: SloRef.nullable(),
    breachId: id.nullable(),
    decision: DecisionLink.nullable(),
    closed: z.strictObject({ at, by: z.string(), note: z.string().nullable() }).nullable(),
    mayClose: z.boolean(),
  })
  .meta({ id: "FollowUp" });

const Handling = answerOf<Handled>()(
  z
    .strictObject({
      id,
      what: z.enum(MARKS),
      by: z.string(),
      authorId: z.string(),
      at,
      text: z.string().nullable().meta({ description: "A note, or the reason of a dismissal." }),
      followUp: z.strictObject({ id, text: z.string(), owner: z.string(), dueDay: day }).nullable(),
    })
    .meta({ id: "Handling", description: "How an item was handled." }),
);

export const REVIEW_OPERATIONS: readonly Operation[] = [
  {
    route: "GET /api/v1/reviews",
    name: "listReviews",
    tag: "Daily review",
    access: "read",
    summary: "Finished reviews, newest first, a page at a time",
    terms: PageTerms,
    answer: answerOf<Returned<typeof reviewsView>>()(z.strictObject({ items: z.array(Review), next: id.nullable() })),
    example: {},
  },
  {
    route: "GET /api/v1/reviews/[id]",
    name: "getReview",
    tag: "Daily review",
    access: "read",
    summary: "One review with the page as it was kept",
    answer: answerOf<Returned<typeof reviewView>>()(
      Review.extend({
        view: z.unknown().meta({
          description:
            "The page as it was shown, for people to look back at: its members are those of the version that kept it.",
        }),
      }),
    ),
    example: { path: { id: "1" } },
  },
  {
    route: "GET /api/v1/reviews/today.md",
    name: "getTodayAsMarkdown",
    tag: "Daily review",
    access: "read",
    summary: "Today as Markdown, for a chat",
    answer: "text/markdown",
    example: {},
  },
  {
    route: "POST /api/v1/reviews",
    name: "finishReview",
    tag: "Daily review",
    access: "signed-in",
    summary: "Finishes today's review, on top of the last one that was seen",
    body: FinishDraft,
    status: 201,
    answer: answerOf<Returned<typeof finishReview>>()(Review),
    example: { body: { after: 1, note: "Nothing new" } },
    problems: [412],
    tells: { 412: { last: Review.nullable().meta({ description: "The last review that was finished." }) } },
  },
  {
    route: "POST /api/v1/reviews/marks",
    name: "markReviewItems",
    tag: "Daily review",
    access: "signed-in",
    summary: "Acknowledges, follows up, dismisses or notes items of the review, all or none",
    body: MarkDraft,
    answer: answerOf<Returned<typeof markItems>>()(
      z.strictObject({
        items: z.array(z.strictObject({ subject: z.string(), state: z.string(), mark: id, followUpId: id.nullable() })),
      }),
    ),
    example: { body: { items: [{ subject: "slo:checkout", state: "unknown {today}" }], what: "acknowledged" } },
    problems: [412],
    tells: {
      412: {
        present: z
          .array(z.strictObject({ subject: z.string(), state: z.string().nullable(), handled: Handling.nullable() }))
          .meta({ description: "What holds now of the items that are not as they were seen." }),
      },
    },
  },
  {
    route: "GET /api/v1/follow-ups",
    name: "listFollowUps",
    tag: "Daily review",
    access: "read",
    summary: "What somebody is to do: all that is open, and what was closed last",
    answer: answerOf<Returned<typeof followUpsView>>()(
      z.strictObject({ now: at, open: z.array(FollowUp), closed: z.array(FollowUp) }),
    ),
    example: {},
  },
  {
    route: "POST /api/v1/follow-ups",
    name: "createFollowUp",
    tag: "Daily review",
    access: "signed-in",
    summary: "Opens one, for one SLO, breach or decision",
    body: FollowUpDraft,
    status: 201,
    answer: answerOf<Returned<typeof makeFollowUp>>()(Made),
    example: { body: { sloId: "checkout", text: "Look at the slow query", owner: "Team", dueDay: "{today}" } },
  },
  {
    route: "POST /api/v1/follow-ups/[id]/close",
    name: "closeFollowUp",
    tag: "Daily review",
    access: "signed-in",
    summary: "Closes one",
    body: ClosingDraft,
    answer: answerOf<Returned<typeof closeFollowUp>>()(z.strictObject({ id, closedAt: at })),
    example: { path: { id: "1" }, body: { note: "It has an index now" } },
    problems: [409],
  },
];
