import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { connectionsView } from "@/lib/views/connections";

export const GET = () => respond(async () => connectionsView(await currentReader(), new Date()));
