import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { peopleView } from "@/lib/views/people";

export const GET = () => respond(async () => peopleView(await currentReader(), new Date()));
