import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** Pages that read next to nothing, so that there is nothing to wait for. */
const AT_ONCE = ["app/sign-in", "app/set-up/[secret]"];
/** Pages whose first answer is read without JavaScript too: a loading state would hide its figures and its text. */
const WHOLE = ["app/slos/[id]", "app/decisions/[...path]"];

/** The loading state of a page: its own folder's, or the nearest one's above it. */
function loadingOf(folder: string): string | null {
  for (let at = folder; at !== "app" && at !== "."; at = dirname(at)) {
    const file = join(at, "loading.tsx");
    if (existsSync(file)) return file;
  }
  return null;
}

const files = (name: string): string[] =>
  readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(`/${name}`))
    .map((file) => join("app", file));

test("every page that reads something has a loading state of its own words", () => {
  const pages = files("page.tsx").map((file) => dirname(file));
  expect(pages.length).toBeGreaterThan(15);
  const without = pages.filter((page) => ![...AT_ONCE, ...WHOLE].includes(page) && loadingOf(page) === null);
  expect(without).toEqual([]);
  expect(WHOLE.filter((page) => loadingOf(page) !== null)).toEqual([]);
  for (const file of files("loading.tsx"))
    expect(readFileSync(file, "utf8"), file).toMatch(/label="[A-Z]|role="status"/);
});
