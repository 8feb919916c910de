import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { finishReview } from "@/lib/commands/finish-review";
import { FinishDraft } from "@/lib/slo/review-draft";
import { reviewsView } from "@/lib/views/reviews";
import { pageIn } from "../_paging";

export const GET = (request: Request): Promise<Response> =>
  respond(async () => {
    const reader = await currentReader();
    const { after, limit } = pageIn(new URL(request.url).searchParams);
    return reviewsView(reader, after, limit);
  });

export const POST = (request: Request): Promise<Response> =>
  receive(request, FinishDraft, finishReview, () => ({ status: 201 }));
