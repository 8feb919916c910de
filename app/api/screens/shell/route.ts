import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { shellView } from "@/lib/views/shell";

export const GET = () => respond(async () => shellView(await currentReader(), new Date()));
