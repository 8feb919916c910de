import { receive } from "@/app/api/_receive";
import { sessionOf } from "@/lib/auth/session";
import { changePassword, PasswordChange } from "@/lib/commands/change-password";

export const PUT = (request: Request) =>
  receive(request, PasswordChange, async (actor, body, now) =>
    changePassword(actor, (await sessionOf(request.headers))?.sessionId ?? null, body, now),
  );
