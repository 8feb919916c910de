import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const section = (): string => {
  const [, rest = ""] = readFileSync("README.md", "utf8").split("\n## Alertmanager, in and out\n");
  return rest.split("\n## ")[0] ?? "";
};

test("the receiver that the README gives as an example is one that Alertmanager takes", () => {
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(section()) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "plumbline-readme-"));
  try {
    const file = join(folder, "alertmanager.yml");
    writeFileSync(file, example ?? "");
    const said = execFileSync("amtool", ["check-config", file], { encoding: "utf8" });
    expect(said).toContain("SUCCESS");
    expect(said).toContain("2 receivers");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the event that the README gives as an example is JSON with the fields of one", () => {
  const [, example] = /```json\n([\s\S]*?)```/.exec(section()) ?? [];
  expect(Object.keys(JSON.parse(example ?? ""))).toEqual([
    "version",
    "id",
    "event",
    "at",
    "labels",
    "annotations",
    "breach",
    "revisit",
  ]);
});
