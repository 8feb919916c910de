import { afterAll, beforeAll, expect, test } from "vitest";

beforeAll(() => {
  process.env.RATE_LIMIT = "2";
});
afterAll(() => {
  delete process.env.RATE_LIMIT;
});

test("Alertmanager may tell ten times as much as a person, and then hears 503, after which it tries again", async () => {
  const { mustNotHurry } = await import("@/lib/auth/rate-limit");
  for (let n = 0; n < 20; n++) await mustNotHurry("alert", "address 127.0.0.1");
  await expect(mustNotHurry("alert", "address 127.0.0.1")).rejects.toMatchObject({
    code: "unavailable",
    details: { retryAfterSeconds: expect.any(Number) },
  });
  for (let n = 0; n < 2; n++) await mustNotHurry("change", "address 127.0.0.1");
  await expect(mustNotHurry("change", "address 127.0.0.1")).rejects.toMatchObject({ code: "too-many-requests" });
});
