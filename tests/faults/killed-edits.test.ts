import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Acknowledged, editedFolder, editsIn, startEditing } from "../fixtures/edit-process";
import { seed, seeded } from "./seeded";

const EDITS = 200;
const KILLS = 40;
/** After the first edit that was acknowledged; some ten edits long. */
const KILL_WITHIN_MS = 60;

const random = seeded(`killed edits ${seed}`);
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-killed-edits-"));
  await editedFolder(join(folder, "data"), join(folder, "slos"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("200 of 200 acknowledged edits survive kill -9, each with its audit row", async () => {
  const dataDir = join(folder, "data");
  const acknowledged: Acknowledged[] = [];
  let kills = 0;
  let unsaid = 0;
  while (kills < KILLS || acknowledged.length < EDITS) {
    // A number of its own, so that no round promises what another one did.
    const editing = startEditing(dataDir, 1_000_000, kills % 40);
    await editing.until(1);
    await wait(KILL_WITHIN_MS * random());
    await editing.kill();
    kills++;
    acknowledged.push(...editing.acknowledged);
    const { versions, audited } = editsIn(dataDir);
    const kept = new Map(versions.map(({ version, objective }) => [version, objective]));
    expect(
      acknowledged.filter(({ version, objective }) => kept.get(version) !== objective),
      `after kill ${kills}: every acknowledged edit is there`,
    ).toEqual([]);
    expect(
      audited.map(({ version, objective }) => ({ version, objective })),
      `after kill ${kills}: no edit without its audit row, no audit row without its edit`,
    ).toEqual(versions);
    unsaid = versions.length - acknowledged.length;
  }
  console.log(
    `seed ${seed}: ${kills} kills; ${acknowledged.length} of ${acknowledged.length} acknowledged edits are there with their audit row; ${unsaid} more were written but not yet acknowledged`,
  );
  // An edit in flight is written or not, but never half.
  expect(unsaid).toBeLessThanOrEqual(kills);
});
