import { receive } from "@/app/api/_receive";
import { LinkRedemption, redeemLink } from "@/lib/commands/redeem-link";
import { withCookies } from "../_cookies";

export const POST = (request: Request) =>
  withCookies((keep) =>
    receive(request, LinkRedemption, async (actor, body, now) => {
      keep((await redeemLink(actor, body, request.headers, now)).cookies);
      return { state: "signed-in" };
    }),
  );
