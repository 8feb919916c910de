import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EditProcess, editedFolder, editsIn, startEditing } from "../fixtures/edit-process";
import { seed, seeded } from "./seeded";

/**
 * A disk is a file: ext4 in an image, mounted through a loop device. The image holds what the file system has sent to its disk
 * and not what it still holds in memory, so that a copy of it, taken while the writer stands still, is what a power cut leaves.
 * Mounting the copy replays the journal, opening the database the write-ahead log.
 */
const IMAGE = "48M";
const CUTS = Number(process.env.POWER_CUTS ?? 100);
const BETWEEN_CUTS_MS = 400;

const random = seeded(`power cut ${seed}`);
let folder: string;
let disk: Disk;
let editing: EditProcess | null = null;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-power-cut-"));
  disk = newDisk(join(folder, "disk.img"), join(folder, "disk"));
  await editedFolder(join(disk.mounted, "data"), join(folder, "slos"));
  execFileSync("sync", ["--file-system", disk.mounted]);
});
afterEach(async () => {
  await editing?.kill();
  editing = null;
  disk.unmount();
  rmSync(folder, { recursive: true, force: true });
});

test(`${CUTS} power cuts lose no acknowledged edit and no audit row`, async () => {
  const { cuts, acknowledged, lost } = await cutRepeatedly("full", CUTS);
  console.log(`seed ${seed}: synchronous=FULL, ${cuts} cuts: ${lost.length} of them lost an edit of ${acknowledged}`);
  expect(lost).toEqual([]);
});

test("the same cuts lose acknowledged edits where SQLite does not wait for the disk", async () => {
  const few = Math.max(10, Math.round(CUTS / 5));
  const { cuts, lost } = await cutRepeatedly("normal", few);
  const most = Math.max(...lost.map(({ missing }) => missing));
  console.log(
    `seed ${seed}: synchronous=NORMAL, ${cuts} cuts: ${lost.length} of them lost edits, up to ${most} at once`,
  );
  expect(lost.length, "the harness bites").toBeGreaterThanOrEqual(few / 2);
});

type Loss = { cut: number; missing: number };

async function cutRepeatedly(synchronous: "full" | "normal", cuts: number) {
  const writer = startEditing(join(disk.mounted, "data"), 1_000_000, 1, synchronous);
  editing = writer;
  await writer.until(5);
  const lost: Loss[] = [];
  for (let cut = 1; cut <= cuts; cut++) {
    await wait(BETWEEN_CUTS_MS * random());
    const before = writer.acknowledged.length;
    await writer.until(before + 1);
    await writer.halt();
    const known = writer.acknowledged.slice();
    const copy = join(folder, "copy.img");
    copyFileSync(disk.image, copy);
    process.kill(writer.pid, "SIGCONT");
    const left = mount(copy, join(folder, "copy"));
    try {
      const { versions, audited } = editsIn(join(left.mounted, "data"));
      const kept = new Map(versions.map(({ version, objective }) => [version, objective]));
      const missing = known.filter(({ version, objective }) => kept.get(version) !== objective).length;
      if (missing > 0) lost.push({ cut, missing });
      expect(
        audited.map(({ version, objective }) => ({ version, objective })),
        `after cut ${cut}: an edit and its audit row are there together or not at all`,
      ).toEqual(versions);
    } finally {
      left.unmount();
    }
  }
  return { cuts, acknowledged: writer.acknowledged.length, lost };
}

type Disk = { image: string; mounted: string; unmount(): void };

function newDisk(image: string, at: string): Disk {
  execFileSync("truncate", ["--size", IMAGE, image]);
  execFileSync("mkfs.ext4", ["-q", "-F", image]);
  return mount(image, at);
}

function mount(image: string, at: string): Disk {
  mkdirSync(at, { recursive: true });
  execFileSync("mount", ["-o", "loop", image, at]);
  return { image, mounted: at, unmount: () => void execFileSync("umount", [at]) };
}
