import "server-only";
import * as z from "zod";
import { config, type OidcConfig } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { log } from "@/lib/log";
import { ROLES, type Role } from "@/lib/rights";
import { personBySubject, setRole } from "@/lib/store/accounts";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { expireLinksBy } from "@/lib/store/links";
import { countOtherAdmins } from "@/lib/store/people";
import { AUTH_PATH, type Auth, buildAuth } from "./better-auth";
import { headersFor } from "./cookies";

const PROVIDER = "oidc";
const PATIENCE_MS = 5_000;

const Discovered = z.object({
  issuer: z.string(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});

let built: Auth | undefined;

/** Where the browser goes to sign in elsewhere, and the cookies that it needs to come back. `to`: a path that is safe. */
export async function signInElsewhere(given: Headers, address: string | null, to: string) {
  const auth = await withProvider();
  const { headers, response } = await auth.api.signInSocial({
    body: {
      provider: PROVIDER,
      callbackURL: to,
      errorCallbackURL: `/sign-in?to=${encodeURIComponent(to)}`,
      disableRedirect: true,
    },
    headers: headersFor(given, address),
    returnHeaders: true,
  });
  const { url } = response;
  if (!url) throw outOfReach(config().oidc?.name);
  return { url, cookies: headers.getSetCookie() };
}

/** What the provider sent the browser back with: a session, or the sign-in page with what went wrong. */
export async function comeBack(request: Request, address: string | null): Promise<Response> {
  try {
    const auth = await withProvider();
    const { search } = new URL(request.url);
    const url = `${new URL(config().publicUrl ?? request.url).origin}${AUTH_PATH}/callback/${PROVIDER}${search}`;
    return await auth.handler(new Request(url, { headers: headersFor(request.headers, address) }));
  } catch (error) {
    if (!(error instanceof DomainError)) log.error({ err: error }, "signing in by the identity provider failed");
    return new Response(null, { status: 303, headers: { location: "/sign-in?error=unavailable" } });
  }
}

/**
 * The provider is asked where its doors are at the first attempt, and again after each that failed: better-auth would wait for it
 * when it starts, and leave it out for good.
 * @throws DomainError `not-found` where none is configured, `unavailable` where it does not answer
 */
async function withProvider(): Promise<Auth> {
  if (built) return built;
  const { oidc } = config();
  if (oidc === null)
    throw new DomainError("not-found", "No identity provider is set up here.", "Sign in with email and password.");
  const discoveryUrl = `${oidc.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const discovered = await discover(oidc, discoveryUrl);
  const methods = discovered.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const candidate = buildAuth([
    {
      providerId: PROVIDER,
      name: oidc.name,
      discoveryUrl,
      clientId: oidc.clientId,
      clientSecret: oidc.clientSecret,
      scopes: oidc.scopes,
      pkce: true,
      authentication: methods.includes("client_secret_basic") ? "basic" : "post",
      requireIdTokenVerification: true,
      disableProviderLogout: true,
      mapProfileToUser: (profile) => joining(oidc, profile),
    },
  ]);
  const { socialProviders } = await candidate.$context;
  if (!socialProviders.some(({ id }) => id === PROVIDER)) throw outOfReach(oidc.name);
  built = candidate;
  return built;
}

async function discover(oidc: OidcConfig, url: string): Promise<z.infer<typeof Discovered>> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: "error" });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    const discovered = Discovered.parse(await answer.json());
    if (discovered.issuer.replace(/\/$/, "") !== oidc.issuer.replace(/\/$/, ""))
      throw new Error(`${url} says that its issuer is ${discovered.issuer}`);
    return discovered;
  } catch (error) {
    log.warn({ err: error }, "the identity provider is out of reach");
    throw outOfReach(oidc.name);
  }
}

const outOfReach = (name = "The identity provider") =>
  new DomainError(
    "unavailable",
    `${name[0]?.toUpperCase()}${name.slice(1)} does not answer, so nobody can sign in by it now.`,
    "Try again in a moment; who is signed in stays so.",
  );

/** What is kept of a profile. Where a claim says the role, it says so at every sign-in that brings it. */
async function joining(oidc: OidcConfig, profile: Record<string, unknown>) {
  const words = (claim: string): string[] => [profile[claim]].flat().filter((word) => typeof word === "string");
  const [name = ""] = ["name", "preferred_username", "email"].flatMap(words);
  const claim = oidc.roleClaim;
  const isThere = claim !== null && profile[claim] !== undefined && profile[claim] !== null;
  if (claim !== null && !isThere) tellOfAbsence(claim);
  const role = isThere ? roleOf(oidc, words(claim)) : null;
  if (role !== null) await keepRole(String(profile.sub), role);
  return { name: name.slice(0, 120), image: undefined, role: role ?? oidc.defaultRole };
}

/** The highest role that the words mean. */
export function roleOf({ roleMap, defaultRole }: Pick<OidcConfig, "roleMap" | "defaultRole">, words: string[]): Role {
  const meant = words.map((word) => (roleMap === null ? word : roleMap[word]));
  return ROLES.findLast((role) => meant.includes(role)) ?? defaultRole;
}

let toldOfAbsence = false;

/** A provider leaves a claim out that it was not asked for, or that grew too long: that says nothing about the person. */
function tellOfAbsence(claim: string): void {
  if (toldOfAbsence) return;
  toldOfAbsence = true;
  log.warn({ claim }, "the identity provider says no role: the claim is missing, so roles stay as they are");
}

async function keepRole(subject: string, role: Role): Promise<void> {
  const db = database();
  const now = new Date();
  await atomicallyWhenFree(db, () => {
    const person = personBySubject(db, PROVIDER, subject);
    if (!person || person.disabledAt !== null || person.role === role) return;
    if (person.role === "admin" && countOtherAdmins(db, person.id) === 0) {
      log.warn(
        { person: person.id, role },
        "the identity provider says another role for the last admin, who stays one",
      );
      return;
    }
    setRole(db, person.id, role, now);
    if (role !== "admin") expireLinksBy(db, person.id, now);
    addAudit(
      db,
      { kind: "system", id: null, name: "identity provider", ip: null },
      {
        action: "person.changed",
        subjectKind: "person",
        subjectId: person.id,
        summary: `${person.name} is ${role} now, was ${person.role}: the identity provider says so.`,
        detail: { before: { role: person.role }, after: { role } },
      },
      now,
    );
  });
}
