import { receive } from "@/app/api/_receive";
import { SecondFactor, showSecondFactor } from "@/lib/commands/show-second-factor";
import { withCookies } from "../_cookies";

export const POST = (request: Request) =>
  withCookies((keep) =>
    receive(request, SecondFactor, async (actor, body, now) => {
      const { state, cookies } = await showSecondFactor(actor, body, request.headers, now);
      keep(cookies);
      return { state };
    }),
  );
