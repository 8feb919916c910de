import { expect, test } from "vitest";
import { roleOf } from "@/lib/auth/oidc";
import { readConfig } from "@/lib/config";

const OIDC = {
  PUBLIC_URL: "https://slo.example",
  OIDC_ISSUER: "https://id.example/realms/main",
  OIDC_CLIENT_ID: "plumbline",
  OIDC_CLIENT_SECRET: "only the two know it",
};

const refusal = (env: Record<string, string>): string => {
  try {
    readConfig(env);
    return "was read";
  } catch (error) {
    return (error as Error).message;
  }
};

test("an identity provider takes four variables, and has good defaults for the others", () => {
  expect(readConfig({}).oidc).toBeNull();
  expect(readConfig(OIDC).oidc).toEqual({
    issuer: "https://id.example/realms/main",
    clientId: "plumbline",
    clientSecret: "only the two know it",
    scopes: ["openid", "profile", "email"],
    name: "your identity provider",
    defaultRole: "viewer",
    roleClaim: null,
    roleMap: null,
  });
  const more = { OIDC_SCOPES: "openid email groups", OIDC_NAME: "Example ID", OIDC_DEFAULT_ROLE: "editor" };
  const roles = { OIDC_ROLE_CLAIM: "groups", OIDC_ROLE_MAP: '{"sre":"editor"}' };
  expect(readConfig({ ...OIDC, ...more, ...roles }).oidc).toMatchObject({
    scopes: ["openid", "email", "groups"],
    name: "Example ID",
    defaultRole: "editor",
    roleClaim: "groups",
    roleMap: { sre: "editor" },
  });
});

test.each([
  [{ AUTH_SECRET: "short and secret" }, "AUTH_SECRET: is shorter than 32 characters"],
  [{ ...OIDC, PUBLIC_URL: "" }, "PUBLIC_URL: is not set, and signing in with OIDC_ISSUER needs it"],
  [{ ...OIDC, OIDC_CLIENT_ID: "" }, "OIDC_CLIENT_ID: is not set, and signing in with OIDC_ISSUER needs it"],
  [{ ...OIDC, OIDC_CLIENT_SECRET: "" }, "OIDC_CLIENT_SECRET: is not set, and signing in with OIDC_ISSUER needs it"],
  [{ OIDC_CLIENT_ID: "plumbline" }, "OIDC_ISSUER: is not set, but OIDC_CLIENT_ID is"],
  [{ ...OIDC, OIDC_ISSUER: "http://id.example" }, 'OIDC_ISSUER="http://id.example": is not an https address'],
  [{ ...OIDC, OIDC_ISSUER: "id.example" }, 'OIDC_ISSUER="id.example": is not an https address'],
  [{ ...OIDC, OIDC_DEFAULT_ROLE: "owner" }, 'OIDC_DEFAULT_ROLE="owner": is none of viewer, editor, admin'],
  [{ ...OIDC, OIDC_ROLE_MAP: '{"sre":"editor"}' }, "OIDC_ROLE_CLAIM: is not set, but OIDC_ROLE_MAP is"],
  [
    { ...OIDC, OIDC_ROLE_CLAIM: "groups", OIDC_ROLE_MAP: "sre=editor" },
    'OIDC_ROLE_MAP="sre=editor": is not a JSON object of roles',
  ],
])("%j is refused in one line that names the variable and tells no secret", (env, line) => {
  const message = refusal(env as Record<string, string>);
  expect(message).toContain(line);
  expect(message).not.toMatch(/short and secret|only the two|\n/);
});

test("a claim's words are roles, or mean them by the map; the highest counts, and none of them is the default", () => {
  const plain = { roleMap: null, defaultRole: "viewer" } as const;
  expect(roleOf(plain, ["viewer", "editor"])).toBe("editor");
  expect(roleOf(plain, ["Admin", "owner"])).toBe("viewer");
  const mapped = { roleMap: { sre: "editor", platform: "admin" }, defaultRole: "viewer" } as const;
  expect(roleOf(mapped, ["sre"])).toBe("editor");
  expect(roleOf(mapped, ["admin"])).toBe("viewer");
  expect(roleOf(mapped, ["platform", "sre"])).toBe("admin");
});
