import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { matchesLock } from "../../../scripts/npm-packages.mjs";

const LOCKED = {
  "": { version: "0.1.0" },
  "node_modules/next": { version: "16.4.6" },
  "node_modules/@next/swc-darwin-arm64": { version: "16.4.6", optional: true },
};

function project(installed: object | null) {
  const root = mkdtempSync(join(tmpdir(), "plumbline-"));
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: LOCKED }));
  if (installed) {
    mkdirSync(join(root, "node_modules"));
    writeFileSync(join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages: installed }));
  }
  return root;
}

test("packages that were installed by hand from this lock are taken as they are", () => {
  expect(matchesLock(project({ "node_modules/next": { version: "16.4.6" } }))).toBe(true);
});

test.each([null, {}, { "node_modules/next": { version: "16.4.5" } }])(
  "%j is not what the lock asks for",
  (installed) => {
    expect(matchesLock(project(installed))).toBe(false);
  },
);
