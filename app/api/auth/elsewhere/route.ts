import * as z from "zod";
import { receive } from "@/app/api/_receive";
import { signInElsewhere } from "@/lib/auth/oidc";
import { safeReturnPath } from "@/lib/auth/return-path";
import { withCookies } from "../_cookies";

const Elsewhere = z.strictObject({ to: z.string().max(2_000).optional() });

export const POST = (request: Request) =>
  withCookies((keep) =>
    receive(request, Elsewhere, async (actor, { to }) => {
      const { url, cookies } = await signInElsewhere(request.headers, actor.ip, safeReturnPath(to));
      keep(cookies);
      return { url };
    }),
  );
