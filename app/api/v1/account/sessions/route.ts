import { receive } from "@/app/api/_receive";
import { endSessions, SessionsToEnd } from "@/lib/commands/end-sessions";

export const DELETE = (request: Request) => receive(request, SessionsToEnd, endSessions);
