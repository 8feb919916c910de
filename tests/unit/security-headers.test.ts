import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { Severity } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { expect, it } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "@/lib/security-headers";

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
