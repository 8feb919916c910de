import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { makeFollowUp } from "@/lib/commands/make-follow-up";
import { FollowUpDraft } from "@/lib/slo/review-draft";
import { followUpsView } from "@/lib/views/carried";

export const GET = (): Promise<Response> => respond(async () => followUpsView(await currentReader(), new Date()));

export const POST = (request: Request): Promise<Response> =>
  receive(request, FollowUpDraft, makeFollowUp, () => ({ status: 201 }));
