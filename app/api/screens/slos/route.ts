import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { slosView } from "@/lib/views/slos";

export const GET = () => respond(async () => slosView(await currentReader(), new Date()));
