import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import { annotationsBefore } from "./annotations";
import { hourlyCounts } from "./ledger";
import { minuteModel } from "./minute";
import { openMetricsWriter } from "./openmetrics";

/**
 * Writes the generated history: samples for the engine, then hourly counts for the ledger. Reports through its parent's
 * channel. Files for the engine are cut where its own blocks end (2 h × 3²): promtool reads a file once per block.
 */
const FILE_SECONDS = 18 * 3600;
const LOADS_AT_ONCE = 2;
const NOTE = "Generated for the demo, not measured";
const run = promisify(execFile);

const { values } = parseArgs({
  options: {
    dir: { type: "string", default: "." },
    from: { type: "string" },
    split: { type: "string" },
    to: { type: "string" },
    average: { type: "string" },
  },
});
const [from, split, to] = [Number(values.from), Number(values.split), Number(values.to)];
const minuteAt = minuteModel(to, Number(values.average));
const say = (line: string) => process.send?.({ line });
process.once("disconnect", () => process.exit(1));

const iso = (at: number) => new Date(at * 1000).toISOString();

const scratch = path.join(values.dir, "generated-samples");
mkdirSync(scratch, { recursive: true });
const write = openMetricsWriter(to, minuteAt);
const loads: Promise<void>[] = [];
let said = 0;
for (let start = split; start <= to; ) {
  const end = Math.min((Math.floor(start / FILE_SECONDS) + 1) * FILE_SECONDS, to + 60);
  const file = path.join(scratch, `${start}.txt`);
  writeFileSync(file, write(start, end));
  await loads.at(-LOADS_AT_ONCE);
  loads.push(load(file));
  const quarters = Math.floor((4 * (end - split)) / (to + 60 - split));
  if (quarters > said) say(`Generated ${quarters * 25} % of the engine's history`);
  said = quarters;
  start = end;
}

writeFileSync(
  path.join(values.dir, "generated-history.json"),
  JSON.stringify({
    spans: [{ from: iso(from), to: iso(to), note: NOTE }],
    slos: hourlyCounts(from, split, minuteAt),
    annotations: annotationsBefore(from, to),
  }),
);
say(`Generated hourly counts from ${iso(from)} to ${iso(split)}`);
await Promise.all(loads);
rmSync(scratch, { recursive: true });
process.exit(0);

async function load(file: string): Promise<void> {
  const args = ["tsdb", "create-blocks-from", "openmetrics", "--quiet", "--max-block-duration=18h"];
  await run("promtool", [...args, file, path.join(values.dir, "prometheus")]).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? new Error("promtool is not installed") : error;
  });
  rmSync(file);
}
