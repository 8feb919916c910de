import { afterAll, expect, test } from "vitest";
import { holdDatabase } from "../../fixtures/hold-database";
import { totp } from "../../fixtures/totp";
import { type Browser, browser, freshAddress, ORIGIN, ownHouse, visitor } from "./own-house";

const { db, clear } = ownHouse();
afterAll(clear);
const { signIn } = await import("@/lib/commands/sign-in");
const { showSecondFactor } = await import("@/lib/commands/show-second-factor");
const { linkForAdmin, linkForEmail } = await import("@/lib/commands/operator-links");
const { redeemLink } = await import("@/lib/commands/redeem-link");
const { changePassword } = await import("@/lib/commands/change-password");
const { confirmSecondFactor, dropOwnSecondFactor, prepareSecondFactor } = await import("@/lib/commands/second-factor");
const { sessionOf } = await import("@/lib/auth/session");

const PASSWORD = "brittle lanterns over Vega";
let people = 0;

async function somebodyWithTwo() {
  const email = `person-${++people}@example.org`;
  const at = browser();
  const secret = linkForAdmin(ORIGIN, new Date()).url.split("/").at(-1) ?? "";
  const use = { secret, name: "Ada", email, password: PASSWORD };
  at.keep((await redeemLink(visitor(freshAddress()), use, at.headers(), new Date())).cookies);
  const actor = { ...visitor(freshAddress()), ...(await sessionOf(at.headers())) } as ReturnType<typeof visitor>;
  await expect(prepareSecondFactor(actor, { password: "not the right one" }, at.headers())).rejects.toThrow(
    "password: is not your password",
  );
  const made = await prepareSecondFactor(actor, { password: PASSWORD }, at.headers());
  const reset = linkToComeBack(email);
  await expect(confirmSecondFactor(actor, { code: "000000" }, at.headers())).rejects.toThrow("code: is not");
  at.keep((await confirmSecondFactor(actor, { code: totp(made.secret) }, at.headers())).cookies);
  return { email, at, actor, reset, ...made };
}

const linkToComeBack = (email: string): string => linkForEmail(email, ORIGIN, new Date()).url.split("/").at(-1) ?? "";

const comeBackBy = (secret: string) =>
  redeemLink(visitor(freshAddress()), { secret, password: "a third lantern, well made" }, new Headers(), new Date());

async function password(email: string, at: Browser) {
  const outcome = await signIn(visitor(freshAddress()), { email, password: PASSWORD }, at.headers(), new Date());
  at.keep(outcome.cookies);
  return outcome;
}

async function code(at: Browser, given: string, address = freshAddress()) {
  const { cookies } = await showSecondFactor(visitor(address), { code: given }, at.headers(), new Date());
  at.keep(cookies);
}

const actions = (): unknown[] => db.$client.prepare("SELECT action FROM audit ORDER BY id").pluck().all();

test("the second factor is on once a code was shown, which the audit log tells; the session goes on under another id", async () => {
  const { at } = await somebodyWithTwo();
  expect(await sessionOf(at.headers())).toMatchObject({ name: "Ada" });
  expect(actions()).toContain("second-factor.on");
});

test("a link to come back in that was made before the second factor or the password does not get past them", async () => {
  const { email, actor, reset } = await somebodyWithTwo();
  await expect(comeBackBy(reset)).rejects.toThrow("has expired");
  const older = linkToComeBack(email);
  const other = await somebodyWithTwo();
  const others = linkToComeBack(other.email);
  await changePassword(actor, null, { old: PASSWORD, password: "another lantern, less brittle" }, new Date());
  await expect(comeBackBy(older)).rejects.toThrow("has expired");
  await expect(comeBackBy(others)).resolves.toBeTruthy();
});

test("whose second factor is asked for says only a cookie that we signed, and of two the one that the library reads", async () => {
  const mine = await somebodyWithTwo();
  const theirs = await somebodyWithTwo();
  const challengeOf = async (email: string): Promise<string> => {
    const at = browser();
    await password(email, at);
    return at.cookie("two_factor") ?? "";
  };
  const show = (cookie: string) =>
    showSecondFactor(visitor(freshAddress()), { code: "000000" }, new Headers({ cookie }), new Date());
  const refused = (): unknown =>
    db.$client
      .prepare("SELECT subject_id FROM audit WHERE action = 'session.refused' AND subject_kind = 'person' ORDER BY id")
      .pluck()
      .all();
  const [first, second] = [await challengeOf(theirs.email), await challengeOf(mine.email)];
  const before = refused() as unknown[];
  await expect(show(`plumbline.two_factor =${first}; plumbline.two_factor=${second}`)).rejects.toThrow("not right");
  expect(refused()).toEqual([...before, theirs.actor.id]);
  const [challenge] = decodeURIComponent(second).split(".");
  for (const value of [`${challenge}`, encodeURIComponent(`${challenge}.${"A".repeat(43)}=`), "%E0%A4%A", "%", "", "."])
    await expect(show(`plumbline.two_factor=${value}`)).rejects.toMatchObject({
      code: "not-signed-in",
      message: "The sign-in has taken too long.",
    });
  expect(refused()).toEqual([...before, theirs.actor.id]);
});

test("who changes the password while another process writes waits for it", async () => {
  const { actor } = await somebodyWithTwo();
  const free = holdDatabase(db, 1_500);
  const change = { old: PASSWORD, password: "another lantern, less brittle" };
  await expect(changePassword(actor, null, change, new Date())).resolves.toBeTruthy();
  await free;
});

test("the password alone signs nobody in, and is no sign-in in the audit log", async () => {
  const { email } = await somebodyWithTwo();
  const at = browser();
  const before = actions().length;
  const { state, cookies } = await password(email, at);
  expect(state).toBe("second-factor");
  expect(cookies.join()).not.toMatch(/session_token=[^;]/);
  expect(await sessionOf(at.headers())).toBeNull();
  expect(actions().slice(before)).toEqual([]);
  expect(db.$client.prepare("SELECT count(*) FROM sessions WHERE pending").pluck().get()).toBe(0);
});

test("the next code signs in, and the same code does not do so twice", async () => {
  const { email, secret } = await somebodyWithTwo();
  const at = browser();
  await password(email, at);
  await code(at, totp(secret, 1));
  expect(await sessionOf(at.headers())).toMatchObject({ name: "Ada" });
  const thief = browser();
  await password(email, thief);
  await expect(code(thief, totp(secret, 1))).rejects.toThrow("not right, or was used already");
  expect(await sessionOf(thief.headers())).toBeNull();
  expect(actions().at(-1)).toBe("session.refused");
});

test("a backup code signs in once", async () => {
  const { email, backupCodes } = await somebodyWithTwo();
  const [backup = ""] = backupCodes;
  expect(backupCodes).toHaveLength(10);
  const at = browser();
  await password(email, at);
  await code(at, backup);
  expect(await sessionOf(at.headers())).toMatchObject({ name: "Ada" });
  const again = browser();
  await password(email, again);
  await expect(code(again, backup)).rejects.toMatchObject({ code: "not-signed-in" });
});

test("five wrong codes end the attempt; a code without a password before it is worth nothing", async () => {
  const { email, secret } = await somebodyWithTwo();
  const at = browser();
  await password(email, at);
  for (const wrong of ["000001", "000002", "000003", "000004", "000005"])
    await expect(code(at, wrong)).rejects.toMatchObject({ code: "not-signed-in" });
  await expect(code(at, totp(secret, 1))).rejects.toThrow("too many wrong codes");
  await expect(code(browser(), totp(secret, -1))).rejects.toThrow("taken too long");
});

test("the codes of one account cannot be tried on with the session of another", async () => {
  const mine = await somebodyWithTwo();
  const theirs = await somebodyWithTwo();
  const at = browser();
  await password(theirs.email, at);
  at.plant("plumbline.session_token", mine.at.cookie("session_token") ?? "");
  expect(await sessionOf(at.headers())).not.toBeNull();
  await expect(code(at, totp(mine.secret, 1))).rejects.toMatchObject({ code: "not-signed-in" });
});

test("turning it off takes the password, and a new password the old one; every other session ends", async () => {
  const { email, at, actor, secret } = await somebodyWithTwo();
  const elsewhere = browser();
  await password(email, elsewhere);
  await code(elsewhere, totp(secret, 1));
  const own = await sessionOf(at.headers());
  const change = (old: string, fresh: string) =>
    changePassword(actor, own?.sessionId ?? null, { old, password: fresh }, new Date());
  await expect(change("not the right one", "another lantern, less brittle")).rejects.toThrow(
    "old: is not your password",
  );
  await expect(change(PASSWORD, "Ada Ada Ada 2026")).rejects.toThrow("password: is among the first");
  expect(await change(PASSWORD, "another lantern, less brittle")).toEqual({ sessionsEnded: 1 });
  expect(await sessionOf(elsewhere.headers())).toBeNull();
  expect(await sessionOf(at.headers())).not.toBeNull();
  await expect(dropOwnSecondFactor(actor, { password: PASSWORD }, at.headers())).rejects.toThrow("not your password");
  at.keep((await dropOwnSecondFactor(actor, { password: "another lantern, less brittle" }, at.headers())).cookies);
  expect(await sessionOf(at.headers())).toMatchObject({ name: "Ada" });
  expect(actions().slice(-4)).toEqual(["session.ended", "second-factor.off", "session.began", "session.ended"]);
  const outcome = await signIn(
    visitor(freshAddress()),
    { email, password: "another lantern, less brittle" },
    new Headers(),
    new Date(),
  );
  expect(outcome.state).toBe("signed-in");
});
