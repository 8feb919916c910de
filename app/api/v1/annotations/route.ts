import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { annotate } from "@/lib/commands/annotate";
import { AnnotationDraft } from "@/lib/slo/annotation-draft";
import { annotationList } from "@/lib/views/annotations";
import { termsBefore } from "../_paging";

/** Newest first, narrowed by `service`, `slo`, `from` and `to`; `after` is the `next` of the page before. */
export const GET = (request: Request): Promise<Response> =>
  respond(async () => annotationList(await currentReader(), termsBefore(new URL(request.url).searchParams)));

export const POST = (request: Request): Promise<Response> =>
  receive(request, AnnotationDraft, annotate, ({ isNew }) => ({ status: isNew ? 201 : 200 }));
