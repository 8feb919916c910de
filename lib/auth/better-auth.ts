import "server-only";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { betterAuth } from "better-auth/minimal";
import { type GenericOAuthConfig, genericOAuth, twoFactor } from "better-auth/plugins";
import * as z from "zod";
import { config } from "@/lib/config";
import { log } from "@/lib/log";
import { hasSecondFactor } from "@/lib/store/accounts";
import { authTables } from "@/lib/store/auth-tables";
import { database } from "@/lib/store/database";
import { personById } from "@/lib/store/people";
import { ADDRESS_HEADER, CHALLENGE_COOKIE, cookiePrefix, isHttps } from "./cookies";
import { hashPassword, isPassword } from "./password";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "./password-rules";
import { authSecret } from "./secret";

/** Whoever is signed in signs in anew after this, used or not. */
export const SESSION_S = 7 * 86_400;
export const AUTH_PATH = "/api/auth";

/** What only our own commands call; never reached over HTTP. */
const inside = {
  id: "plumbline",
  endpoints: {
    /** Begins a session for somebody who has shown a one-time link. */
    beginSession: createAuthEndpoint.serverOnly(
      { method: "POST", body: z.object({ personId: z.string() }) },
      async (ctx) => {
        const { internalAdapter } = ctx.context;
        const user = await internalAdapter.findUserById(ctx.body.personId);
        const session = user && (await internalAdapter.createSession(user.id));
        if (!user || !session) return ctx.json({ begun: false });
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ begun: true });
      },
    ),
    /** The challenge that a second factor answers, from a cookie that we signed; null without one. */
    signedChallenge: createAuthEndpoint.serverOnly({ method: "POST" }, async (ctx) => {
      const { name } = ctx.context.createAuthCookie(CHALLENGE_COOKIE);
      return ctx.json({ challenge: (await ctx.getSignedCookie(name, ctx.context.secret)) || null });
    }),
  },
} as const;

/**
 * better-auth on our own tables. Its HTTP routes are not mounted, but for the one that an identity provider leads back to: our
 * own handlers call `api`, so that nothing exists that is not listed in app/api.
 */
export function buildAuth(providers: GenericOAuthConfig[]) {
  const { publicUrl } = config();
  return betterAuth({
    appName: "Plumbline",
    baseURL: publicUrl === null ? "http://127.0.0.1" : new URL(publicUrl).origin,
    basePath: AUTH_PATH,
    secret: authSecret(),
    database: drizzleAdapter(database(), { provider: "sqlite", schema: authTables }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      password: { hash: hashPassword, verify: ({ hash, password }) => isPassword(password, hash) },
    },
    session: {
      expiresIn: SESSION_S,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: { pending: { type: "boolean", input: false, required: false, defaultValue: false } },
    },
    // `role` is set by what a provider's claim means; there is no route by which anybody signs up or updates themself.
    user: { additionalFields: { role: { type: "string", required: false } } },
    account: { accountLinking: { enabled: false }, updateAccountOnSignIn: false },
    databaseHooks: {
      session: { create: { before: async (session, context) => maySignIn(session, context?.path) } },
      // Plumbline asks the provider nothing after signing in, so it keeps nothing to ask with.
      account: {
        create: {
          before: async (account) => ({ data: { ...account, accessToken: null, refreshToken: null, idToken: null } }),
        },
      },
    },
    // Guesses are slowed down in throttle.ts, by account and address.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    onAPIError: { errorURL: "/sign-in" },
    logger: { level: "error", log: (level, message) => log[level === "error" ? "error" : "info"](message) },
    advanced: {
      cookiePrefix: cookiePrefix(),
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isHttps(), httpOnly: true, sameSite: "lax", path: "/" },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    plugins: [
      twoFactor({ issuer: "Plumbline" }),
      inside,
      ...(providers.length > 0 ? [genericOAuth({ config: providers })] : []),
    ],
  });
}

export type Auth = ReturnType<typeof buildAuth>;

async function maySignIn<Given extends { userId: string }>(session: Given, path: string | undefined) {
  const db = database();
  const person = personById(db, session.userId);
  if (!person || person.disabledAt !== null) return false;
  const pending = path === "/sign-in/email" && hasSecondFactor(db, session.userId);
  return { data: { ...session, pending } };
}

let built: Auth | undefined;

/** For passwords, second factors and sessions; it never waits for an identity provider. */
export function auth(): Auth {
  built ??= buildAuth([]);
  return built;
}
