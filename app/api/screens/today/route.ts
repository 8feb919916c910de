import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { todayView } from "@/lib/views/today";

export const GET = () => respond(async () => todayView(await currentReader(), new Date()));
