import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { signOut } from "@/lib/commands/sign-out";
import { withCookies } from "../_cookies";

export const POST = (request: Request) =>
  withCookies((keep) =>
    receive(request, z.strictObject({}), async (actor) => {
      keep((await signOut(actor, request.headers)).cookies);
      return { state: "signed-out" };
    }),
  );
