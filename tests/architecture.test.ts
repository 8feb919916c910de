import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

type Report = {
  summary: {
    violations: { rule: { name: string; severity: string }; from: string; to: string }[];
    totalCruised: number;
  };
};

const report: Report = JSON.parse(
  execFileSync(
    "npx",
    ["depcruise", "app", "lib", "db", "storefront", "instrumentation.ts", "proxy.ts", "--output-type", "json"],
    {
      encoding: "utf8",
      maxBuffer: 1 << 26,
      stdio: ["ignore", "pipe", "ignore"],
    },
  ),
);

test("the house keeps its rules", () => {
  const broken = report.summary.violations
    .filter(({ rule }) => rule.severity === "error")
    .map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  expect(broken).toEqual([]);
});

test("the rules were held against the whole house", () => {
  expect(report.summary.totalCruised).toBeGreaterThan(150);
});
