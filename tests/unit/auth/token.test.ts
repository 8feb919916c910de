import { describe, expect, test } from "vitest";
import { bearerIn, hashOf, newSecret } from "@/lib/auth/token";

describe("a secret of an API token", () => {
  test("begins with plb_ and holds 256 bits that never come twice", () => {
    const secrets = Array.from({ length: 1_000 }, newSecret);
    for (const secret of secrets) {
      expect(secret).toMatch(/^plb_[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(secret.slice(4), "base64url")).toHaveLength(32);
    }
    expect(new Set(secrets).size).toBe(1_000);
  });

  test("is taken from the header as it was given out", () => {
    const secret = newSecret();
    expect(bearerIn(new Headers({ authorization: `Bearer ${secret}` }))).toBe(secret);
    expect(bearerIn(new Headers({ authorization: `bearer ${secret}` }))).toBe(secret);
    for (const authorization of [secret, `Bearer ${secret} more`, `Basic ${secret}`, "Bearer "])
      expect(bearerIn(new Headers({ authorization }))).toBeNull();
  });

  test("is kept as its SHA-256", () => {
    expect(hashOf("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
