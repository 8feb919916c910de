import { receive } from "@/app/api/_receive";
import { withCookies } from "@/app/api/auth/_cookies";
import { dropOwnSecondFactor, OwnPassword } from "@/lib/commands/second-factor";

export const POST = (request: Request) =>
  withCookies((keep) =>
    receive(request, OwnPassword, async (actor, body) => {
      keep((await dropOwnSecondFactor(actor, body, request.headers)).cookies);
      return { secondFactor: "off" };
    }),
  );
