import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "plumbline-adr-command-"));
  mkdirSync(join(dir, "adr"));
  const write = (name: string, text: string) => writeFileSync(join(dir, "adr", name), text);
  write("0001-use-a-queue.md", "# 1. Use a queue\n\nDate: 03/05/2024\n\n## Status\n\nSuperseded by ADR-2\n");
  write("0002-use-a-log.md", "---\nstatus: accepted\ndate: 2024-03-05\n---\n\n# Use a log\n\nSee [it](gone.md).\n");
  write("template.md", "# Template\n");
  write("0003-large.md", "x".repeat(300 * 1024));
  symlinkSync("../../nowhere.md", join(dir, "adr", "0004-link.md"));
});
afterAll(() => rmSync(dir, { recursive: true }));

function adr(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["scripts/adr.mjs", ...args],
      { env: { ...process.env, INIT_CWD: dir } },
      (error, out, err) => resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });
}

test("a folder is listed for programs, with what was refused", async () => {
  const { code, out } = await adr("list", "adr", "--json");
  expect(code).toBe(0);
  const [queue, log, large, link, template] = JSON.parse(out) as Record<string, unknown>[];
  expect(queue).toMatchObject({
    path: "0001-use-a-queue.md",
    isRecord: true,
    title: "Use a queue",
    status: "superseded",
    statusWhere: "heading Status",
    statusPartial: false,
    date: null,
    dateAmbiguous: true,
    supersedes: [],
    supersededBy: ["0002-use-a-log.md"],
  });
  expect(log).toMatchObject({ status: "accepted", date: "2024-03-05", dateAmbiguous: false, supersedes: [] });
  expect(large).toMatchObject({
    isRecord: false,
    problems: [{ message: expect.stringContaining("larger than 256 KiB") }],
  });
  expect(link).toMatchObject({ isRecord: false, problems: [{ message: expect.stringContaining("not followed") }] });
  expect(template).toMatchObject({ path: "template.md", isRecord: false });
});

test("what lint finds is said line by line, and fails a build", async () => {
  const { code, out } = await adr("lint", "adr");
  expect(code).toBe(1);
  expect(out).toContain("0002-use-a-log.md:8: The link to “gone.md” leads to no file. [dead-link]");
  expect(out).toContain("0001-use-a-queue.md: It is superseded by 0002-use-a-log.md, which does not say so.");
  expect(out).toContain("can be read in two ways");
  expect(out).toMatch(/2 records, \d findings\n$/);
});

describe("decision matrices", () => {
  const scores = (score: number) => `{ speed: { score: ${score}, because: So., source: our judgement, sure: high } }`;
  const matrix = (of: number) => `question: Which queue?
decision: weighed/0001-queue.md#d1
criteria: { speed: { title: Speed, weight: 1, why: Pages wait. } }
options:
  one: { title: One, scores: ${scores(of)} }
  two: { title: Two, scores: ${scores(3)} }
chosen: one
`;
  const record = () => join(dir, "weighed", "0001-queue.md");
  beforeAll(() => {
    mkdirSync(join(dir, "weighed"));
    writeFileSync(join(dir, "weighed", "queue.yaml"), matrix(5));
    writeFileSync(join(dir, "outside.yaml"), matrix(5));
    writeFileSync(record(), "# Queue\n\n<!-- matrix queue.yaml -->\n<!-- /matrix -->\n");
  });

  test("what a record does not quote as it is fails, until it is written anew", async () => {
    const before = await adr("matrix", "weighed");
    expect(before.code).toBe(1);
    expect(before.err).toContain("0001-queue.md:3: It quotes “queue.yaml” as it is not now.");
    expect(before.out).toMatch(/queue\.yaml: Which queue\?\n +5\.00 +One\n +3\.00 +Two\n/);
    expect(await adr("matrix", "--quote", "weighed")).toMatchObject({ code: 0, err: "" });
    expect(readFileSync(record(), "utf8")).toContain("| Speed | 1 | 5 | 3 |");
    const after = await adr("matrix", "weighed", "--json");
    expect(after).toMatchObject({ code: 0, err: "" });
    const [told] = JSON.parse(after.out);
    expect(told).toMatchObject({
      path: "queue.yaml",
      chosen: "one",
      ranked: [{ option: "one", total: 5 }, { total: 3 }],
    });
  });

  test("a matrix that is faulty, missing or outside the folder is told, and its record is left alone", async () => {
    const text = readFileSync(record(), "utf8");
    writeFileSync(join(dir, "weighed", "queue.yaml"), matrix(9));
    writeFileSync(
      join(dir, "weighed", "0002-away.md"),
      "# Away\n\n<!-- matrix ../outside.yaml -->\n<!-- /matrix -->\n",
    );
    writeFileSync(join(dir, "weighed", "0003-gone.md"), "# Gone\n\n<!-- matrix gone.yaml -->\n<!-- /matrix -->\n");
    const { code, err } = await adr("matrix", "weighed", "--quote");
    expect(code).toBe(1);
    expect(err).toMatch(/^queue\.yaml:5: options\.one\.scores\.speed\.score/m);
    expect(err).toMatch(/^0001-queue\.md:3: The matrix “queue\.yaml” could not be read\.$/m);
    expect(err).toMatch(/^\.\.\/outside\.yaml: It lies outside the folder and was not read\.$/m);
    expect(err).toMatch(/^gone\.yaml: It cannot be read: ENOENT/m);
    expect(readFileSync(record(), "utf8")).toBe(text);
  });
});

describe("what cannot be done is one clear line", () => {
  test.each([
    [["list", "missing"], /missing is no folder/],
    [["lint"], /Name the folder/],
    [["guess", "adr"], /no command “guess”/],
    [["list", "adr", "--yaml"], /--yaml/],
    [["lint", "adr", "--quote"], /--quote is for matrix, not for lint/],
    [[], /Name a command/],
  ])("%j", async (args, message) => {
    const { code, out, err } = await adr(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
  });

  test("and --help says what there is", async () => {
    const { code, out } = await adr("--help");
    expect(code).toBe(0);
    expect(out).toContain("npm run adr -- lint DIR");
  });
});

test("a folder without Markdown is no folder without findings", async () => {
  mkdirSync(join(dir, "empty"));
  const { code, err } = await adr("lint", "empty");
  expect([code, err]).toEqual([2, expect.stringContaining("holds no Markdown file")]);
  expect((await adr("list", "empty", "--json")).code).toBe(0);
});
