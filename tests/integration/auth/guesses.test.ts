import { afterAll, beforeAll, expect, test } from "vitest";
import { browser, freshAddress, ORIGIN, ownHouse, visitor } from "./own-house";

const { db, clear } = ownHouse();
afterAll(clear);
const { signIn } = await import("@/lib/commands/sign-in");
const { linkForAdmin } = await import("@/lib/commands/operator-links");
const { redeemLink } = await import("@/lib/commands/redeem-link");
const { sessionOf } = await import("@/lib/auth/session");

const PASSWORD = "brittle lanterns over Vega";
const EMAIL = "victim@example.org";
const victim = browser();

beforeAll(async () => {
  const secret = linkForAdmin(ORIGIN, new Date()).url.split("/").at(-1) ?? "";
  const by = visitor(freshAddress());
  const use = { secret, name: "Victim", email: EMAIL, password: PASSWORD };
  victim.keep((await redeemLink(by, use, victim.headers(), new Date())).cookies);
});

const attempt = (address: string, email: string, password: string) =>
  signIn(visitor(address), { email, password }, new Headers(), new Date()).then(
    () => "signed-in",
    (error) => error.code as string,
  );

const refusals = (): number =>
  db.$client.prepare("SELECT count(*) FROM audit WHERE action = 'session.refused'").pluck().get() as number;

test("of a thousand guesses from one address five are looked at, while the victim signs in from elsewhere and stays signed in", async () => {
  const before = refusals();
  const guesses = Array.from({ length: 1_000 }, (_, i) => attempt("198.51.100.7", EMAIL, `guess number ${i} of many`));
  const outcomes = await Promise.all(guesses);
  expect(outcomes.filter((each) => each === "not-signed-in")).toHaveLength(5);
  expect(outcomes.filter((each) => each === "too-many-requests")).toHaveLength(995);
  expect(refusals() - before).toBe(5);
  expect(await attempt("198.51.100.7", EMAIL, PASSWORD)).toBe("too-many-requests");
  expect(await attempt("203.0.113.9", EMAIL, PASSWORD)).toBe("signed-in");
  expect(await sessionOf(victim.headers())).toMatchObject({ name: "Victim" });
});

test("who has to wait is told for how long", async () => {
  await expect(
    signIn(visitor("198.51.100.7"), { email: EMAIL, password: "x" }, new Headers(), new Date()),
  ).rejects.toMatchObject({ code: "too-many-requests", details: { retryAfterSeconds: expect.any(Number) } });
});

test("one password tried on every account is slowed down by the address", async () => {
  const outcomes: string[] = [];
  for (let i = 0; i < 64; i++)
    outcomes.push(await attempt("198.51.100.8", `nobody-${i}@example.org`, "Winter of 2026 again"));
  expect(outcomes.lastIndexOf("not-signed-in")).toBe(59);
  expect(outcomes.at(-1)).toBe("too-many-requests");
});

test("whoever has a whole network of IPv6 has no more guesses by changing the address within it", async () => {
  const outcomes: string[] = [];
  for (let i = 1; i <= 8; i++)
    outcomes.push(await attempt(`2001:db8:7:7::${i.toString(16)}`, EMAIL, `guess number ${i}`));
  expect(outcomes).toEqual([...Array(5).fill("not-signed-in"), ...Array(3).fill("too-many-requests")]);
  expect(await attempt("2001:db8:7:8::1", EMAIL, PASSWORD)).toBe("signed-in");
});

test("right passwords cost nothing", async () => {
  const address = freshAddress();
  for (let i = 0; i < 12; i++) expect(await attempt(address, EMAIL, PASSWORD)).toBe("signed-in");
});

test("what is refused says the same of an account that exists and of one that does not, in the audit log too", async () => {
  const address = freshAddress();
  const answer = (email: string) =>
    signIn(visitor(address), { email, password: "not the right one" }, new Headers(), new Date()).catch(
      ({ code, message, wayOut, details }) => ({ code, message, wayOut, details }),
    );
  expect(await answer(EMAIL)).toEqual(await answer("unknown@example.org"));
  const rows = db.$client
    .prepare(
      "SELECT actor_kind, actor_id, actor_name, summary, detail, ip FROM audit WHERE action = 'session.refused' ORDER BY id DESC LIMIT 2",
    )
    .all() as { summary: string }[];
  const [unknown, known] = rows.map((row) => ({ ...row, summary: row.summary.replace(/as .*$/, "as …") }));
  expect(known).toEqual(unknown);
  expect(JSON.stringify(rows)).not.toContain("not the right one");
});

test("a known account and an unknown one take equally long", async () => {
  const took = { known: [] as number[], unknown: [] as number[] };
  for (let i = 0; i < 100; i++)
    for (const kind of i % 2 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)) {
      const address = freshAddress();
      const began = performance.now();
      await attempt(address, kind === "known" ? EMAIL : `unknown-${i}@example.org`, "not the right one");
      took[kind].push(performance.now() - began);
    }
  const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
  const ratio = median(took.known) / median(took.unknown);
  console.log(`known against unknown account: ${ratio.toFixed(3)} (medians of 100)`);
  // Without the second argon2 it is far from 1.
  expect(ratio).toBeGreaterThan(0.75);
  expect(ratio).toBeLessThan(1.33);
});
