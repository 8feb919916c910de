import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { revisitsView } from "@/lib/views/revisits";

export const GET = () => respond(async () => revisitsView(await currentReader(), new Date()));
