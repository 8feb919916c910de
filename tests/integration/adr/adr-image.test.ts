import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readAdrImage } from "@/lib/gateways/adr-image";

vi.mock("next/headers", () => ({ headers: async () => new Headers() }));

const PNG = Buffer.from("89504e470d0a1a0a0000", "hex");
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

let folder: string;
let repository: string;
let adrDir: string;

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function git(...args: string[]): string {
  const author = ["-c", "user.name=Cache owner", "-c", "user.email=cache@example.org", "-c", "commit.gpgsign=false"];
  const env = { PATH: process.env.PATH } as unknown as NodeJS.ProcessEnv;
  return execFileSync("git", ["-C", repository, ...author, ...args], { env })
    .toString()
    .trim();
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-images-"));
  repository = join(folder, "repository");
  adrDir = join(repository, "docs", "adr");
  write("repository/docs/adr/tiers.png", PNG);
  write("repository/docs/adr/with spaces/tiers.svg", SVG);
  write("repository/assets/old.png", PNG);
  write("repository/docs/adr/passwords.png", "root:x:0:0:root:/root:/bin/bash");
  write("repository/docs/adr/large.png", Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]));
  write("outside/secret.png", PNG);
  git("init", "-q");
  symlinkSync(join(folder, "outside", "secret.png"), join(adrDir, "link-out.png"));
  symlinkSync(join(folder, "outside"), join(adrDir, "folder-out"));
  symlinkSync("../../assets/old.png", join(adrDir, "link-inside.png"));
  symlinkSync("../../.git", join(adrDir, "git-folder"));
  symlinkSync("loop.png", join(adrDir, "loop.png"));
  execFileSync("mkfifo", [join(adrDir, "pipe.png")]);
  git("add", "docs/adr/link-out.png", "docs/adr/tiers.png", "assets/old.png");
  git("commit", "-q", "-m", "Draw the tiers");
  write("repository/.git/picture.png", PNG);
  rmSync(join(repository, "assets", "old.png"));
  write("repository/assets/old.png", SVG);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const typeOf = async (path: string): Promise<string> => {
  const image = await readAdrImage([adrDir], path);
  return typeof image === "string" ? image : image.type;
};

describe("an image of the records' repository", () => {
  test.each([
    ["docs/adr/tiers.png", "image/png"],
    ["docs/adr/with spaces/tiers.svg", "image/svg+xml"],
    ["docs/adr/link-inside.png", "image/svg+xml"],
    ["assets/old.png", "image/svg+xml"],
  ])("%s is read as what it holds, %s", async (path, type) => expect(await typeOf(path)).toBe(type));

  test("is read without git, whatever an address asks for", async () => {
    const { GET } = await import("@/app/api/v1/decisions/images/[...path]/route");
    const noGit = mkdtempSync(join(tmpdir(), "plumbline-no-git-"));
    const asked = join(noGit, "asked");
    writeFileSync(join(noGit, "git"), `#!/bin/sh\necho "$@" >> "${asked}"\n`, { mode: 0o755 });
    vi.stubEnv("PATH", `${noGit}:${process.env.PATH}`);
    vi.stubEnv("ADR_DIR", adrDir);
    vi.stubEnv("DATA_DIR", join(folder, "data"));
    vi.stubEnv("ANONYMOUS_READ", "on");
    try {
      const params = Promise.resolve({ path: ["assets", "old.png"] });
      const answer = await GET(new Request(`http://localhost/?at=${"0".repeat(40)}`), { params });
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
      expect(existsSync(asked)).toBe(false);
    } finally {
      vi.unstubAllEnvs();
      rmSync(noGit, { recursive: true });
    }
  });
});

describe("what is no such image is not read, and the reason is told apart", () => {
  test.each([
    ["docs/adr/nothing.png", "absent"],
    ["docs/adr", "absent"],
    ["docs/adr/passwords.png", "no-image"],
    ["docs/adr/large.png", "too-large"],
    ["docs/adr/pipe.png", "absent"],
    ["docs/adr/loop.png", "absent"],
  ])("%s: %s", async (path, why) => expect(await typeOf(path)).toBe(why));

  test.each([
    "../outside/secret.png",
    "docs/adr/../../../outside/secret.png",
    "docs/adr/link-out.png",
    "docs/adr/folder-out/secret.png",
    "docs/adr/git-folder/picture.png",
    ".git/picture.png",
    ".GIT/picture.png",
    "docs\\adr\\tiers.png",
    "docs/adr/tiers.png\0",
    "/docs/adr/tiers.png",
    "docs//adr/tiers.png",
    "",
  ])("%j leads nowhere", async (path) => expect(await typeOf(path)).toBe("absent"));

  test("an absolute path of a file outside leads nowhere", async () => {
    expect(await typeOf(join(folder, "outside", "secret.png"))).toBe("absent");
  });
});

test("without a repository only the ADR folder is read, not what lies beside it", async () => {
  const dir = join(folder, "loose", "adr");
  write("loose/adr/in.png", PNG);
  write("loose/beside.png", PNG);
  const read = async (path: string) => readAdrImage([dir], path);
  expect(await read("adr/in.png")).toMatchObject({ type: "image/png" });
  expect(await read("beside.png")).toBe("absent");
  expect(await read("loose/beside.png")).toBe("absent");
});

test("of several folders each is looked into, and one that is gone is passed over", async () => {
  const dirs = [join(folder, "gone"), adrDir];
  expect(await readAdrImage(dirs, "docs/adr/tiers.png")).toMatchObject({ type: "image/png" });
  expect(await readAdrImage([], "docs/adr/tiers.png")).toBe("absent");
});
