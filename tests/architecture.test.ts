import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
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

const SOURCES = ["app", "lib", "db"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file))
    .map((file) => join(folder, file))
    // A route may be called like a script: /-/diagram/mermaid.js.
    .filter((file) => statSync(file).isFile()),
);

test("nothing is a server action, whose bodies Next reads before anybody is authorised", () => {
  const isAction = (text: string): boolean => /^\s*["']use server["']/m.test(text);
  expect(isAction('export async function save() {\n  "use server";\n}')).toBe(true);
  expect(SOURCES.length).toBeGreaterThan(200);
  expect(SOURCES.filter((file) => isAction(readFileSync(file, "utf8")))).toEqual([]);
});

test("SQL is built by drizzle, and no HTML is set as it is", () => {
  const raw = /\bsql\.raw\(|dangerouslySetInnerHTML|\.innerHTML\s*=|\beval\(|new Function\(/;
  expect(raw.test("sql.raw(name)")).toBe(true);
  expect(SOURCES.filter((file) => raw.test(readFileSync(file, "utf8")))).toEqual([]);
});

test("Next is at least 16.2.11, in which ways past its proxy and through its actions are closed", () => {
  const { version } = JSON.parse(readFileSync("node_modules/next/package.json", "utf8"));
  const isAtLeast = (given: string): boolean => given.localeCompare("16.2.11", "en", { numeric: true }) >= 0;
  expect([isAtLeast("16.2.10"), isAtLeast("16.2.11"), isAtLeast("16.10.0")]).toEqual([false, true, true]);
  expect(isAtLeast(version)).toBe(true);
});
