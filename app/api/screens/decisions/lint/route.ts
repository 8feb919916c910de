import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { decisionLintView } from "@/lib/views/decision-lint";

export const GET = () => respond(async () => decisionLintView(await currentReader(), new Date()));
