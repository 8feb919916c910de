import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReaderUnhurried } from "@/lib/auth/actor";
import { makeFromPacks } from "@/lib/commands/make-from-packs";
import { PacksDraft } from "@/lib/interop/pack-draft";
import { packsView } from "@/lib/views/packs";

/** The ready-made definitions, and for those who may make SLOs which of them an engine has metrics for: `engine` names it. */
export const GET = (request: Request): Promise<Response> =>
  respond(async () => {
    const engine = new URL(request.url).searchParams.get("engine") ?? undefined;
    return packsView(await currentReaderUnhurried(), new Date(), engine);
  });

/** Makes SLOs of several of them: all, or none. */
export const POST = (request: Request): Promise<Response> =>
  receive(request, PacksDraft, makeFromPacks, () => ({ status: 201 }));
