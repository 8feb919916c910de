import { receive } from "@/app/api/_receive";
import { withCookies } from "@/app/api/auth/_cookies";
import { AppCode, confirmSecondFactor } from "@/lib/commands/second-factor";

export const POST = (request: Request) =>
  withCookies((keep) =>
    receive(request, AppCode, async (actor, body) => {
      keep((await confirmSecondFactor(actor, body, request.headers)).cookies);
      return { secondFactor: "on" };
    }),
  );
