import { afterAll, expect, test } from "vitest";
import { browser, freshAddress, ownHouse, visitor } from "./own-house";

const SECRET = "an operator's own secret, which is long enough";
const { clear, dataDir } = ownHouse({ PUBLIC_URL: "https://slo.example", AUTH_SECRET: SECRET });
afterAll(clear);
const { existsSync } = await import("node:fs");
const { linkForAdmin } = await import("@/lib/commands/operator-links");
const { redeemLink } = await import("@/lib/commands/redeem-link");
const { signOut } = await import("@/lib/commands/sign-out");
const { sessionOf } = await import("@/lib/auth/session");

test("where people come by https the cookie is sent by https only, and by no neighbouring host", async () => {
  const at = browser();
  const secret = linkForAdmin("https://slo.example", new Date()).url.split("/").at(-1) ?? "";
  const use = { secret, name: "Ada", email: "ada@example.org", password: "brittle lanterns over Vega" };
  const { cookies } = await redeemLink(visitor(freshAddress()), use, at.headers(), new Date());
  const [cookie = ""] = cookies.filter((each) => each.includes("session_token"));
  expect(cookie).toMatch(/^__Host-plumbline\.session_token=/);
  for (const attribute of ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"])
    expect(cookie.toLowerCase().split("; ")).toContain(attribute.toLowerCase());
  expect(cookie).not.toMatch(/domain/i);
  at.keep(cookies);
  expect(await sessionOf(at.headers())).toMatchObject({ name: "Ada" });
  at.keep((await signOut(visitor(freshAddress()), at.headers())).cookies);
  expect(await sessionOf(at.headers())).toBeNull();
});

test("a cookie of the name that http has is not taken", async () => {
  const at = browser();
  const secret = linkForAdmin("https://slo.example", new Date()).url.split("/").at(-1) ?? "";
  const use = { secret, name: "Ben", email: "ben@example.org", password: "brittle lanterns over Vega" };
  at.keep((await redeemLink(visitor(freshAddress()), use, at.headers(), new Date())).cookies);
  const value = at.cookie("session_token") ?? "";
  const planted = browser();
  planted.plant("plumbline.session_token", value);
  expect(await sessionOf(planted.headers())).toBeNull();
});

test("with AUTH_SECRET none is made", () => {
  expect(existsSync(`${dataDir}/auth-secret`)).toBe(false);
});
