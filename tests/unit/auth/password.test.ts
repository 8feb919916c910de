import { expect, test } from "vitest";
import { ARGON2, hashPassword, isPassword } from "@/lib/auth/password";
import { passwordFault } from "@/lib/auth/password-rules";

test("a password is kept as argon2id with 46 MiB and two passes, each with a salt of its own", async () => {
  const [one, two] = await Promise.all([hashPassword("brittle lanterns"), hashPassword("brittle lanterns")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=47104,t=2,p=1\$/);
  expect(one).not.toBe(two);
  // 128 random bits of salt, 256 of hash, without padding.
  expect(
    one
      .split("$")
      .slice(4)
      .map(({ length }) => length),
  ).toEqual([22, 43]);
  expect(ARGON2.memoryCost * ARGON2.timeCost).toBeGreaterThanOrEqual(19_456 * 2);
  expect(await isPassword("brittle lanterns", one)).toBe(true);
  expect(await isPassword("brittle lantern", one)).toBe(false);
});

test("a letter that two keyboards write in two ways is one letter", async () => {
  expect(await isPassword("cafe\u0301 at the corner", await hashPassword("caf\u00e9 at the corner"))).toBe(true);
});

test.each([
  "brittle lanterns over Vega",
  "correct pony battery clip",
  "x7#kQ!m2vPz9",
  "836492817263",
  "пароль для входа в дом",
  "🦊🦊🐢🐌🦔🐝🦋🐙🦑🐠🐬🦭",
  " twelve spaces in and out ",
  "vIHfN4pBuJwYzqLr0kXoTn2mEaGcDsWlQiRj5P7hZ8bUtK1xMvF3yC6gSd9AeO",
  `kfuwjqhb${"vz7 Qn#pw!".repeat(12)}`,
])("%j is taken, though nothing is required of its characters", (password) => {
  expect(passwordFault(password)).toBeNull();
});

test.each([
  ["elevenchars", "is shorter than 12"],
  ["🦊".repeat(11), "is shorter than 12"],
  ["kq".repeat(65), "is longer than 128"],
])("%j has the wrong length", (password, fault) => {
  expect(passwordFault(password)).toContain(fault);
});

test.each([
  "password1234",
  "Password123!",
  "P@ssw0rd!2026",
  "passwordpassword",
  "qwertyuiop123",
  "qwerty123456",
  "administrator",
  "Administrator1!",
  "iloveyou1234",
  "letmein123456",
  "welcome12345",
  "Winter2026!!",
  "changemechangeme",
  "123456789012",
  "1234567890123",
  "987654321098",
  "abcdefghijkl",
  "abcdefghijklmnop",
  "aaaaaaaaaaaa",
  "121212121212",
  "abcabcabcabc",
  "1q2w3e1q2w3e",
  "correcthorsebatterystaple",
  "plumbline2026",
  "PlumblineAdmin",
  "prometheus-grafana",
  "....password....",
  "trustno1trustno1",
])("%j is among the first that are guessed", (password) => {
  expect(passwordFault(password)).toContain("among the first");
});

test("a password that says who has it is refused", () => {
  expect(passwordFault("Rosalind-1957", ["Rosalind Franklin"])).toBeNull();
  expect(passwordFault("Rosalind-1957", ["Rosalind", "Franklin"])).toContain("among the first");
  expect(passwordFault("franklinrosalind!", ["Rosalind", "Franklin"])).toContain("among the first");
});
