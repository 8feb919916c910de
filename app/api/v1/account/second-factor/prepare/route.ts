import { receive } from "@/app/api/_receive";
import { OwnPassword, prepareSecondFactor } from "@/lib/commands/second-factor";

export const POST = (request: Request) =>
  receive(request, OwnPassword, (actor, body) => prepareSecondFactor(actor, body, request.headers));
