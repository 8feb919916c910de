import { describe, expect, test } from "vitest";
import { isRecordFile, numberInPath, titleFromPath } from "@/lib/adr/record-name";

describe("records", () => {
  test.each([
    "docs/adr/0001-use-redis.md",
    "0007-prompt-extract-template-engine.md",
    "docs/adr/0000-use-markdown-records.md",
    "docs/adr/ADR-012-cache.md",
    "docs/adr/use-redis.md",
    "docs/adr/use-template-engine-x.md",
    "docs/adr/with space.MD",
    "docs/adr/2022-02-07-tracing/README.md",
    "docs/adr/0003-tracing/index.md",
  ])("%s", (path) => expect(isRecordFile(path)).toBe(true));
});

describe("other files", () => {
  test.each([
    "docs/adr/README.md",
    "docs/adr/index.md",
    "docs/adr/adr-template.md",
    "docs/adr/adr-template-minimal.md",
    "docs/adr/template.md",
    "docs/adr/.TEMPLATE.md",
    "docs/adr/ADR-nnn_Some_Template.md",
    "docs/adr/ADR-XXX_title.md",
    "docs/adr/nnnn-title.md",
    "docs/adr/0000-TEMPLATE.md",
    "docs/adr/0001-use-redis.txt",
  ])("%s", (path) => expect(isRecordFile(path)).toBe(false));
});

test.each([
  ["docs/adr/0001-use-redis.md", "0001", "use redis"],
  ["docs/adr/adr_12.md", "12", "adr_12"],
  ["docs/adr/2022-02-07-tracing/README.md", null, "tracing"],
  ["docs/adr/use-redis.md", null, "use redis"],
])("%s has the number %s and the title %s", (path, number, title) => {
  expect(numberInPath(path)).toBe(number);
  expect(titleFromPath(path)).toBe(title);
});
