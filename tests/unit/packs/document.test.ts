import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packsDocument } from "@/lib/packs/document";
import { SOURCES } from "@/lib/packs/packs";

test("docs/packs.md is what the packs say", async () => {
  await expect(packsDocument(SOURCES)).toMatchFileSnapshot("../../../docs/packs.md");
});

test("one minute is no minutes", () => {
  const text = readFileSync("docs/packs.md", "utf8");
  expect(text).toContain("about 1 minute before");
  expect(text).not.toMatch(/\b1 minutes/);
});

test("every link of its table leads to a section", () => {
  const text = readFileSync("docs/packs.md", "utf8");
  const anchors = new Set(
    [...text.matchAll(/^## (.*)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
  const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, to]) => to);
  expect(links.length).toBe(SOURCES.length);
  for (const to of links) expect(anchors).toContain(to);
});
