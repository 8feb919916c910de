import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { auditView } from "@/lib/views/audit";

export const GET = (request: Request) =>
  respond(async () =>
    auditView(await currentReader(), new Date(), Object.fromEntries(new URL(request.url).searchParams)),
  );
