import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { hashOf } from "../../../scripts/source-hash.mjs";

let root: string;
let before: string;
const now = () => hashOf(root, ["app", "next.config.js", "absent"]);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "plumbline-"));
  mkdirSync(join(root, "app/slos"), { recursive: true });
  writeFileSync(join(root, "app/slos/page.tsx"), "one");
  writeFileSync(join(root, "app/layout.tsx"), "two");
  writeFileSync(join(root, "next.config.js"), "three");
  before = now();
});

test("a file touched or rewritten with the same content changes nothing", () => {
  writeFileSync(join(root, "app/layout.tsx"), "two");
  utimesSync(join(root, "app/layout.tsx"), 0, 0);
  expect(now()).toBe(before);
});

test("a file outside the named entries changes nothing", () => {
  writeFileSync(join(root, "README.md"), "words");
  expect(now()).toBe(before);
});

test.each<[string, () => void]>([
  ["a changed file", () => writeFileSync(join(root, "app/slos/page.tsx"), "eno")],
  ["a new file", () => writeFileSync(join(root, "app/new.tsx"), "")],
  ["a removed file", () => rmSync(join(root, "next.config.js"))],
  ["a renamed file", () => renameSync(join(root, "app/layout.tsx"), join(root, "app/template.tsx"))],
  [
    "content that moves to the next file",
    () => {
      writeFileSync(join(root, "app/layout.tsx"), "twoo");
      writeFileSync(join(root, "app/slos/page.tsx"), "ne");
    },
  ],
])("%s changes the hash", (_, change) => {
  change();
  expect(now()).not.toBe(before);
});
