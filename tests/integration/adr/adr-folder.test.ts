import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { adrFile, readAdrFolders, readAdrSource } from "@/lib/gateways/adr-folder";

let dir: string;
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "plumbline-adr-")));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(path: string, text = `---\nstatus: accepted\n---\n# ${path}\n`): string {
  const file = join(dir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const read = async (...folders: string[]) => readAdrFolders(folders.map((folder) => join(dir, folder)));
const pathsIn = async (...folders: string[]) => (await read(...folders)).records.map(({ path }) => path);

describe("the records of a folder", () => {
  test("are named from the root of the repository that holds it, in order (rule 22)", async () => {
    mkdirSync(join(dir, ".git"));
    for (const name of [
      "0002-b.md",
      "0001-a.md",
      "deeper/0003-c.md",
      "README.md",
      "template.md",
      "0004-d.txt",
      ".hidden/0005-e.md",
    ]) {
      write(`docs/adr/${name}`);
    }
    expect(await read("docs/adr")).toMatchObject({ problems: [] });
    expect(await pathsIn("docs/adr")).toEqual([
      "docs/adr/0001-a.md",
      "docs/adr/0002-b.md",
      "docs/adr/deeper/0003-c.md",
    ]);
  });

  test("are named from the parent of the folder where there is no repository (rule 22)", async () => {
    write("some/adr/0001-a.md");
    expect(await pathsIn("some/adr")).toEqual(["adr/0001-a.md"]);
  });

  test("of several folders are read together, and a path held twice is a problem", async () => {
    write("one/adr/0001-a.md");
    write("two/adr/0001-a.md");
    write("three/records/0001-a.md");
    const { records, problems } = await read("one/adr", "two/adr", "three/records", "one/adr");
    expect(records.map(({ path }) => path)).toEqual(["adr/0001-a.md", "records/0001-a.md"]);
    expect(problems).toEqual([{ path: "adr/0001-a.md", message: expect.stringContaining(join(dir, "two/adr")) }]);
  });

  test("are parsed again only when they change", async () => {
    const file = write("adr/0001-a.md", "# One\n");
    const [first] = (await read("adr")).records;
    expect((await read("adr")).records[0]).toBe(first);
    writeFileSync(file, "# Two\n");
    utimesSync(file, 2_000_000_000, 2_000_000_000);
    expect((await read("adr")).records[0]?.title).toBe("Two");
    rmSync(file);
    expect(await pathsIn("adr")).toEqual([]);
  });

  test("do without a file that is too large, and say so", async () => {
    write("adr/0001-a.md", "x".repeat(256 * 1024 + 1));
    write("adr/0002-b.md");
    const { records, problems } = await read("adr");
    expect(records.map(({ path }) => path)).toEqual(["adr/0002-b.md"]);
    expect(problems).toEqual([
      { path: "adr/0001-a.md", message: "This file cannot be read: it is larger than 256 KiB." },
    ]);
  });
});

test("a folder that is missing is a problem that names it, and the others are read", async () => {
  write("adr/0001-a.md");
  const { records, problems } = await read("missing", "adr", "adr/0001-a.md");
  expect(records).toHaveLength(1);
  expect(problems.map(({ message }) => message)).toEqual([
    `The folder ${join(dir, "missing")} that ADR_DIR names cannot be read: it does not exist.`,
    `The folder ${join(dir, "adr/0001-a.md")} that ADR_DIR names cannot be read: it is not a folder.`,
  ]);
});

describe("a link", () => {
  test("to a file inside the folder is followed, as mounted volumes need it", async () => {
    write("adr/..data/0001-a.md");
    symlinkSync("..data/0001-a.md", join(dir, "adr/0001-a.md"));
    expect(await read("adr")).toMatchObject({ records: [{ path: "adr/0001-a.md", status: "accepted" }], problems: [] });
  });

  test("out of the folder, to a folder or to nothing is not followed", async () => {
    write("secret/0009-secret.md");
    write("adr/sub/0001-a.md");
    symlinkSync("../secret/0009-secret.md", join(dir, "adr/0002-link.md"));
    symlinkSync("../secret", join(dir, "adr/0003-folder"));
    symlinkSync(".", join(dir, "adr/sub/loop"));
    symlinkSync("nowhere.md", join(dir, "adr/0004-dangling.md"));
    const { records, problems } = await read("adr");
    expect(records.map(({ path }) => path)).toEqual(["adr/sub/0001-a.md"]);
    expect(problems.map(({ path }) => path).sort()).toEqual(["0002-link.md", "0004-dangling.md"]);
  });

  test("that is the ADR folder itself is followed", async () => {
    write("release-7/adr/0001-a.md");
    mkdirSync(join(dir, "release-7/.git"));
    symlinkSync("release-7", join(dir, "current"));
    expect(await pathsIn("current/adr")).toEqual(["adr/0001-a.md"]);
  });
});

describe("the source of a record", () => {
  test("is its text, found by its path", async () => {
    const file = write("adr/0001-a.md", "\uFEFF# Über\r\n");
    expect(await readAdrSource([join(dir, "adr")], "adr/0001-a.md")).toBe("\uFEFF# Über\r\n");
    expect(await adrFile([join(dir, "adr")], "adr/0001-a.md")).toBe(file);
  });

  test("is null for a file that is no record, and for every path that tries to leave the folder", async () => {
    write("adr/0001-a.md");
    write("adr/README.md");
    write("secret.md", "secret");
    const dirs = [join(dir, "adr")];
    const known = [
      "adr/README.md",
      "secret.md",
      "../secret.md",
      "adr/../secret.md",
      "adr/../adr/0001-a.md",
      join(dir, "secret.md"),
    ];
    for (const path of [
      ...known,
      "./adr/0001-a.md",
      "adr//0001-a.md",
      "adr/0001-a.md\0",
      "adr%2F0001-a.md",
      "",
      "__proto__",
    ]) {
      expect(await readAdrSource(dirs, path)).toBeNull();
    }
    const part = fc.constantFrom("..", ".", "adr", "secret.md", "0001-a.md", "", "%2e%2e", "\\", "etc/passwd", "~");
    const anyPath = fc.array(part, { maxLength: 6 }).map((parts) => parts.join("/"));
    await fc.assert(
      fc.asyncProperty(anyPath, async (path) => {
        const source = await readAdrSource(dirs, path);
        expect(source === null || path === "adr/0001-a.md").toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
