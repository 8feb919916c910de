import { respond } from "@/app/api/_respond";
import { currentReaderUnhurried } from "@/lib/auth/actor";
import { packsView } from "@/lib/views/packs";

/** The ready-made definitions, and for those who may make SLOs which of them the engine has metrics for. */
export const GET = (): Promise<Response> => respond(async () => packsView(await currentReaderUnhurried(), new Date()));
