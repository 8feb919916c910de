import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listingOf } from "@/lib/adr/listing";
import { readForeignFolder } from "@/lib/gateways/adr-folder";
import { runCommand, Trouble } from "@/scripts/trouble.mjs";
import { undoLater } from "@/scripts/undo.mjs";
import { type Shaped, shapedRecord } from "../adr-shapes";
import { elapsed, type Figure, runGroup, say } from "../figures";
import { parameter } from "../parameters";

const RECORDS = parameter("BENCH_LOG4BRAINS_ADRS", 1_000, 40);
const BUILD_WITHIN_S = parameter("BENCH_LOG4BRAINS_BUILD_SECONDS", 1_800, 60);

const program = process.env.BENCH_LOG4BRAINS ?? "";
if (program === "" || !existsSync(program))
  runCommand(() => {
    throw new Trouble(
      "BENCH_LOG4BRAINS names no installed log4brains: npm install log4brains@1.1.0 somewhere else, then name its node_modules/.bin/log4brains",
      { exitCode: 2 },
    );
  });
else runGroup("log4brains", measure);

async function measure() {
  const records = Array.from({ length: RECORDS }, (_, n) => shapedRecord(n));
  const root = projectOf(records);
  const adrs = join(root, "docs", "adr");
  let ours: Map<string, string> = new Map();
  const read = await elapsed(async () => {
    const listed = listingOf((await readForeignFolder(adrs)).read);
    ours = new Map(listed.map(({ path, status }) => [path, status]));
  });
  const theirs: Map<string, string> = new Map();
  const listed = await elapsed(() => {
    for (const [slug = "", status = ""] of run(root, ["adr", "list", "--raw"])
      .split("\n")
      .map((row) => row.split(",")))
      if (slug !== "") theirs.set(`${slug}.md`, status.toLowerCase());
  });
  say(`log4brains builds its site, for ${BUILD_WITHIN_S} s at most`);
  const build = await elapsedOf(() => run(root, ["build", "--out", join(root, "out")], BUILD_WITHIN_S));
  return {
    figures: [
      { figure: `${RECORDS} records read by Plumbline, cold`, measured: read, unit: "ms", limit: null },
      {
        figure: `${RECORDS} records listed by log4brains, its start included`,
        measured: listed,
        unit: "ms",
        limit: null,
      },
      { figure: `${RECORDS} records built by log4brains`, measured: build.ms, unit: "ms", limit: null },
      ...rightOf("Plumbline", records, ours),
      ...rightOf("log4brains", records, theirs),
    ].filter(({ measured }) => measured !== null),
    notes: [
      "Generated records in eight shapes with known status; every tenth is superseded, every ninth states none.",
      "log4brains knows draft, proposed, rejected, accepted, deprecated and superseded; it is read by `log4brains adr list --raw`.",
      ...(build.failed === null ? [] : [`log4brains build gave no site: ${build.failed}`]),
    ],
  };
}

/** Shares of the statuses that are read as they were written, all and those of superseded records. */
function rightOf(who: string, records: readonly Shaped[], read: ReadonlyMap<string, string>): Figure[] {
  const share = (some: readonly Shaped[]) =>
    (100 * some.filter(({ name, status }) => read.get(name) === status).length) / some.length;
  const gone = records.filter(({ status }) => ["superseded", "rejected", "deprecated"].includes(status));
  return [
    { figure: `statuses read right by ${who}`, measured: share(records), unit: "%", limit: null },
    { figure: `of superseded, rejected and deprecated ones, by ${who}`, measured: share(gone), unit: "%", limit: null },
  ];
}

function projectOf(records: readonly Shaped[]): string {
  const root = mkdtempSync(join(tmpdir(), "plumbline-bench-log4brains-"));
  undoLater({ end: () => rmSync(root, { recursive: true, force: true }) });
  mkdirSync(join(root, "docs", "adr"), { recursive: true });
  writeFileSync(join(root, ".log4brains.yml"), "project:\n  name: bench\n  tz: Etc/UTC\n  adrFolder: ./docs/adr\n");
  for (const { name, text } of records) writeFileSync(join(root, "docs", "adr", name), text);
  // Log4brains takes dates and authors from git.
  const author = ["-c", "user.name=bench", "-c", "user.email=bench@localhost"];
  for (const args of [
    ["init", "-q"],
    ["add", "-A"],
    [...author, "commit", "-qm", "Generated records"],
  ])
    execFileSync("git", args, { cwd: root });
  return root;
}

/** By `timeout`, which ends the programs that it starts in turn as well. */
function run(root: string, args: string[], seconds = 600): string {
  return execFileSync("timeout", ["-k", "5", `${seconds}`, program, ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_OPTIONS: "--openssl-legacy-provider" },
    maxBuffer: 1 << 26,
  });
}

/** Its site is built by a Next of 2021, which may not run on this Node.js: then that is said. */
async function elapsedOf(work: () => unknown): Promise<{ ms: number | null; failed: string | null }> {
  let failed: string | null = null;
  const ms = await elapsed(() => {
    try {
      work();
    } catch (error) {
      const status = error instanceof Error && "status" in error ? error.status : null;
      failed = status === 124 ? `not within ${BUILD_WITHIN_S} s` : `it ended with ${status}`;
    }
  });
  return { ms: failed === null ? ms : null, failed };
}
