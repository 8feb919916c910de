import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAdrFolders } from "@/lib/gateways/adr-folder";
import { DecisionIndex } from "@/lib/gateways/decision-index";
import { endDecisionSearch, searchAdrFolders } from "@/lib/gateways/decision-search";
import { Trouble } from "@/scripts/trouble.mjs";
import { undoLater } from "@/scripts/undo.mjs";
import { elapsed, type Figure, median, medianFigure, runGroup, say } from "../figures";
import { parameter } from "../parameters";

const MANY = parameter("BENCH_ADRS", 10_000, 200);
const FEWER = parameter("BENCH_FEWER_ADRS", 1_000, 100);
const RUNS = parameter("BENCH_RUNS", 5, 2);
const QUESTIONS = parameter("BENCH_QUESTIONS", 300, 24);
/** As many as the thread takes in at a time. */
const SLICE = 25;

/** Four thousand words; as in any language, few of them often and most of them seldom. */
const SYLLABLES =
  "ca che ed ge que ue or der pay ment la ten cy pur re gion pli stre am in dex sear tok ses ry tim out".split(" ");
const WORDS = Array.from({ length: 4_000 }, (_, n) =>
  [n % 27, (n * 7 + 3) % 27, Math.floor(n / 27) % 27, ...(n % 2 ? [(n * 11) % 27] : [])]
    .map((at) => SYLLABLES[at])
    .join(""),
);
const word = (n: number): string => {
  const random = ((n * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
  return WORDS[Math.floor(WORDS.length * random ** 4)] ?? "";
};
const STATUSES = ["accepted", "proposed", "rejected", "deprecated", "draft"];

/** Three shapes in turn; every tenth record supersedes the one before it. Some KiB each, as records are. */
function recordText(n: number): string {
  const title = `Use ${word(n)} for ${word(n * 7 + 3)} of ${word(n * 13 + 5)}`;
  const status = STATUSES[n % STATUSES.length];
  const date = `20${20 + (n % 6)}-0${1 + (n % 9)}-1${n % 9}`;
  const heads = [
    `---\nstatus: ${status}\ndate: ${date}\n---\n\n# ${title}\n`,
    `# ${n}. ${title}\n\nDate: ${date}\n\n## Status\n\n${status}\n`,
    `# ${title}\n\n* Status: ${status}\n* Date: ${date}\n`,
  ];
  const supersedes = n % 10 === 0 && n > 0 ? `\nSupersedes [${n - 1}](${fileName(n - 1)})\n` : "";
  const paragraph = (k: number) =>
    `${Array.from({ length: 60 }, (_, i) => word(n * 31 + k * 17 + i * (1 + (n % 5)))).join(" ")}.`;
  const sections = ["Context", "Decision", "Consequences", "Options"].map(
    (name, k) => `\n## ${name}\n\n${paragraph(k)}\n\n- ${paragraph(k + 9)}\n- ${paragraph(k + 23)}\n`,
  );
  return `${heads[n % 3]}${supersedes}${sections.join("")}`;
}

const fileName = (n: number): string => `${String(n).padStart(5, "0")}-${word(n)}-${word(n * 7 + 3)}.md`;

function folderOf(records: number): string {
  const dir = join(mkdtempSync(join(tmpdir(), "plumbline-bench-adr-")), "adr");
  undoLater({ end: () => rmSync(join(dir, ".."), { recursive: true, force: true }) });
  mkdirSync(dir);
  for (let n = 0; n < records; n++) writeFileSync(join(dir, fileName(n)), recordText(n));
  return dir;
}

async function measured(records: number, limits: boolean): Promise<Figure[]> {
  say(`writing ${records} records`);
  const dir = folderOf(records);
  const limit = (value: number) => (limits ? value : null);
  const cold = await elapsed(async () => {
    const { records: read } = await readAdrFolders([dir]);
    if (read.length !== records) throw new Trouble(`${read.length} of ${records} records were read`);
  });
  const unchanged: number[] = [];
  const changed: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    unchanged.push(await elapsed(() => readAdrFolders([dir])));
    writeFileSync(join(dir, fileName(run * 7)), `${recordText(run * 7)}\nchanged ${run}\n`);
    changed.push(await elapsed(() => readAdrFolders([dir])));
  }
  const first = await elapsed(async () => {
    while ((await searchAdrFolders([dir], "")).reading !== null) say("the search still reads");
  });
  const asked: Record<string, number[]> = {};
  for (let n = 0; n < QUESTIONS; n++) {
    const [shape, question] = questionOf(n);
    const took = await elapsed(() => searchAdrFolders([dir], question));
    asked[shape] = [...(asked[shape] ?? []), took];
  }
  await endDecisionSearch();
  const slices = await slicesOf((await readAdrFolders([dir])).records);
  const all = Object.values(asked).flat();
  return [
    { figure: `${records} records read for the first time`, measured: cold, unit: "ms", limit: limit(10_000) },
    medianFigure(`${records} records looked at again, none changed`, unchanged, "ms", null),
    medianFigure(`${records} records looked at again, one changed`, changed, "ms", limit(200)),
    {
      figure: `${records} records read and taken into the search, by its thread`,
      measured: first,
      unit: "ms",
      limit: null,
    },
    medianFigure(`the same in slices of ${SLICE} records`, slices, "ms", limit(200)),
    {
      figure: `search in ${records} records, 95th percentile`,
      measured: p95(all),
      unit: "ms",
      limit: limit(50),
      raw: all,
    },
    { figure: `search in ${records} records, median`, measured: median(all), unit: "ms", limit: null },
    ...Object.entries(asked).map(([shape, took]) => ({
      figure: `search for ${shape}, 95th percentile`,
      measured: p95(took),
      unit: "ms",
      limit: null,
    })),
  ];
}

const p95 = (values: readonly number[]): number | null =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? null;

/** What people type: the shapes in turn. */
function questionOf(n: number): [shape: string, question: string] {
  const misspelt = (text: string) => `${text.slice(0, 3)}x${text.slice(4)}`;
  const shapes: [string, string][] = [
    ["one word", word(n)],
    ["the beginning of a word", word(n * 3 + 1).slice(0, 4)],
    ["two words", `${word(n)} ${word(n * 5 + 1)}`],
    ["a misspelt word", misspelt(WORDS[(n * 37) % 400] ?? "")],
    ["a word and a misspelt one", `${word(n)} ${misspelt(word(n * 11 + 2))}`],
    ["a word that every record holds", `${WORDS[n % 3] ?? ""} decision`],
  ];
  return shapes[n % shapes.length] ?? ["one word", word(n)];
}

/** How long the thread is busy at a time while it takes records in: so long a question waits behind it. */
async function slicesOf(records: Awaited<ReturnType<typeof readAdrFolders>>["records"]): Promise<number[]> {
  const index = new DecisionIndex();
  const took: number[] = [];
  for (let from = 0; from < records.length; from += SLICE)
    took.push(await elapsed(() => index.takeIn(records.slice(from, from + SLICE))));
  return took;
}

runGroup("adr", async () => ({
  figures: [...(await measured(FEWER, false)), ...(await measured(MANY, true))],
  notes: ["Generated records in three shapes: MADR 4 front matter, Nygard headings, MADR 2 bullets."],
}));
