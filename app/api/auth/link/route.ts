import { receive } from "@/app/api/_receive";
import { LinkUse, useLink } from "@/lib/commands/use-link";
import { withCookies } from "../_cookies";

export const POST = (request: Request) =>
  withCookies((keep) =>
    receive(request, LinkUse, async (actor, body, now) => {
      keep((await useLink(actor, body, request.headers, now)).cookies);
      return { state: "signed-in" };
    }),
  );
