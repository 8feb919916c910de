import { receive } from "@/app/api/_receive";
import { SignIn, signIn } from "@/lib/commands/sign-in";
import { withCookies } from "../_cookies";

export const POST = (request: Request) =>
  withCookies((keep) =>
    receive(request, SignIn, async (actor, body, now) => {
      const { state, cookies } = await signIn(actor, body, request.headers, now);
      keep(cookies);
      return { state };
    }),
  );
