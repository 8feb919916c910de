import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { decisionLintView } from "@/lib/views/decision-lint";

export const GET = (): Promise<Response> =>
  respond(async () => {
    const { findings } = await decisionLintView(await currentReader(), new Date());
    return { items: findings, next: null };
  });
