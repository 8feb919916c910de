import { receive } from "@/app/api/_receive";
import { markItems } from "@/lib/commands/mark-items";
import { MarkDraft } from "@/lib/slo/review-draft";

export const POST = (request: Request): Promise<Response> => receive(request, MarkDraft, markItems);
