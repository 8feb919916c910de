import { receive } from "@/app/api/_receive";
import { originOf } from "@/lib/auth/same-origin";
import { LinkRequest, makeLink } from "@/lib/commands/make-link";

export const POST = (request: Request) =>
  receive(
    request,
    LinkRequest,
    (actor, body, now) => makeLink(actor, body, originOf(request.headers), now),
    () => ({ status: 201 }),
  );
