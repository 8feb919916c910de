import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { peopleView } from "@/lib/views/people";

/** By name, for admins. */
export const GET = (): Promise<Response> =>
  respond(async () => ({ items: peopleView(await currentReader(), new Date()).people }));
