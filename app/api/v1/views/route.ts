import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { saveView } from "@/lib/commands/save-view";
import { SavedViewDraft } from "@/lib/slo/saved-view-draft";
import { savedViewsView } from "@/lib/views/saved-views";

/** One's own and those that everybody sees. */
export const GET = (): Promise<Response> => respond(async () => savedViewsView(await currentReader(), new Date()));

export const POST = (request: Request): Promise<Response> =>
  receive(request, SavedViewDraft, saveView, () => ({ status: 201 }));
