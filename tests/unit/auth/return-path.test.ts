import fc from "fast-check";
import { expect, test } from "vitest";
import { safeReturnPath } from "@/lib/auth/return-path";

test.each(["/", "/slos", "/slos/edge-hit-rate?range=24h", "/decisions/docs/adr/0001-caching.md#d2", "/breaches/12"])(
  "%s is gone back to",
  (path) => {
    expect(safeReturnPath(path)).toBe(path);
  },
);

test.each([
  null,
  "",
  "slos",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  " /slos",
  "https://evil.example/",
  "javascript:alert(1)",
  "/..//evil.example",
  "/.//evil.example",
  "/slos\r\nset-cookie: a=b",
  "/sign-in?to=/sign-in",
  "/set-up/secret",
  "/api/auth/sign-out",
  "/x/../api/v1/slos",
])("%j leads to Today", (asked) => {
  expect(safeReturnPath(asked)).toBe("/");
});

test("whatever is asked for, the way back stays on this site", () => {
  const part = fc.constantFrom(
    "/",
    "\\",
    "//",
    ".",
    "..",
    "\t",
    "\n",
    "%2f",
    "%5c",
    "@",
    ":",
    "?",
    "#",
    "evil.example",
    "javascript:",
    "é",
  );
  const asked = fc.oneof(
    fc.string(),
    fc.array(part).map((parts) => parts.join("")),
    fc.webUrl(),
  );
  fc.assert(
    fc.property(asked, (text) => {
      const url = new URL(safeReturnPath(text), "https://slo.example");
      expect(url.origin).toBe("https://slo.example");
    }),
    { numRuns: 20_000 },
  );
});
