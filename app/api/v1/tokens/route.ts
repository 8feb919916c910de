import { receive } from "@/app/api/_receive";
import { respond } from "@/app/api/_respond";
import { currentReader } from "@/lib/auth/actor";
import { makeToken, TokenDraft } from "@/lib/commands/make-token";
import { tokenItem, tokensView } from "@/lib/views/tokens";

/** One's own, newest first; everybody's for an admin. */
export const GET = (): Promise<Response> =>
  respond(async () => ({ items: tokensView(await currentReader(), new Date()).tokens }));

/** Answers the token itself as `secret`, this once. */
export const POST = (request: Request): Promise<Response> =>
  receive(
    request,
    TokenDraft,
    async (actor, draft, now) => {
      const { secret, token } = await makeToken(actor, draft, now);
      return { secret, ...tokenItem(token, now) };
    },
    () => ({ status: 201 }),
  );
