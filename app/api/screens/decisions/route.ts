import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { decisionsView } from "@/lib/views/decisions";

export const GET = () => respond(async () => decisionsView(await currentReader(), new Date()));
