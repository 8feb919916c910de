import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { tokensView } from "@/lib/views/tokens";

export const GET = () => respond(async () => tokensView(await currentReader(), new Date()));
