import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { Severity } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { expect, it } from "vitest";
import { contentSecurityPolicy, policyOf, securityHeaders } from "@/lib/security-headers";

/** What Google's evaluator finds that would let somebody past a policy. */
const findings = (policy: string): string[] =>
  new CspEvaluator(new CspParser(policy).csp)
    .evaluate()
    .filter(({ severity }) => severity <= Severity.MEDIUM_MAYBE)
    .map(({ severity, directive, description }) => `${Severity[severity]} ${directive}: ${description}`);

const NONCE = "c2VjdXJpdHktbm9uY2U=";

it("a policy with 0 findings, high, possibly high or medium", () => {
  expect(findings(contentSecurityPolicy(NONCE))).toEqual([]);
});

it("findings where it would be weaker", () => {
  const policy = contentSecurityPolicy(NONCE);
  expect(findings(policy.replace(`'nonce-${NONCE}' 'strict-dynamic'`, "'unsafe-inline'"))).not.toEqual([]);
  expect(findings(policy.replace("base-uri 'none'; ", "").replace("default-src 'none'", "default-src *"))).not.toEqual(
    [],
  );
});

it("eval is allowed in development alone", () => {
  expect(contentSecurityPolicy(NONCE)).not.toContain("eval");
  expect(contentSecurityPolicy(NONCE, true)).toContain("'unsafe-eval'");
});

it("https is demanded where people use it alone", () => {
  expect(securityHeaders("", false)).not.toHaveProperty("strict-transport-security");
  expect(securityHeaders("", true)).toHaveProperty("strict-transport-security", "max-age=31536000; includeSubDomains");
});

it("the frame that draws diagrams loads nothing, is of an origin of its own, and is framed by our own pages alone", () => {
  const { policy, shownIn } = policyOf("/-/diagram", NONCE);
  expect(findings(policy)).toEqual([]);
  expect(policy).toMatch(/^default-src 'none'; /);
  expect(policy).toContain(`script-src 'nonce-${NONCE}';`);
  expect(policy).toContain("sandbox allow-scripts;");
  expect(policy).not.toMatch(/allow-same-origin|connect-src|img-src|'self'(?!$)/);
  expect(securityHeaders(policy, false, shownIn)["x-frame-options"]).toBe("SAMEORIGIN");
});

it("images run and load nothing; badges alone may be shown by other sites", () => {
  for (const path of [
    "/api/v1/decisions/images/docs/adr/a.svg",
    "/api/v1/slos/a/badge.svg",
    "/api/v1/decisions/badge.svg",
  ]) {
    const { policy, shownIn } = policyOf(path, NONCE);
    expect(policy, path).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; .*sandbox; frame-ancestors 'none'$/);
    expect(securityHeaders(policy, false, shownIn)["cross-origin-resource-policy"], path).toBe(
      path.endsWith("badge.svg") ? "cross-origin" : "same-origin",
    );
  }
});

it("no other address has a policy of its own", () => {
  const usual = { policy: contentSecurityPolicy(NONCE), shownIn: "own pages" };
  for (const path of [
    "/",
    "/-/diagram/",
    "/-/diagram/x",
    "/api/v1/slos/a/badge.svg/x",
    "/decisions/api/v1/decisions/images/a",
  ])
    expect(policyOf(path, NONCE), path).toEqual(usual);
});
