import { SCENARIOS } from "@/storefront/caching/cell";
import { PATTERNS } from "@/storefront/caching/patterns/pattern";
import { STORES } from "@/storefront/caching/stores/store";
import { FIGURE_NAMES, type FigureName, type Row, RUN_ID, type Run } from "./results";
import { cellsOf } from "./scenarios";
import { inWords, WORDS } from "./words";

/** Runs by their id. */
export type Runs = ReadonlyMap<string, Run>;
export type Quoted = { text: string; problems: string[]; quotes: number };

const TABLE = /<!-- caching-run ([^>]*?) -->[\s\S]*?<!-- \/caching-run -->/g;
/** `**142 ms**<!-- caching c-20261126-0131 cache-aside/redis/steady p95Ms -->`; the stars are optional. */
const INLINE = /(\*\*[^*\n]+\*\*|\{value\}|\d[\d.]*(?: (?:ms|s|%))?|–|not within the run)<!-- caching ([^>]*?) -->/g;
const OPENED = /<!-- caching(?:-run)? /g;

/**
 * A record's text with its quoted tables and figures as the stored results have them. What cannot be found is left as it is,
 * and is a problem. `latest` becomes the newest run's id; `isAnew`: every id does.
 */
export function quoted(text: string, stored: Runs, isAnew = false): Quoted {
  const runs: Lookup = (id) => runOf(isAnew ? LATEST : id, stored);
  const problems: string[] = [];
  let quotes = 0;
  const attempt = (whole: string, make: () => string): string => {
    quotes++;
    try {
      return make();
    } catch (error) {
      problems.push(`${whole.split("\n")[0]}: ${(error as Error).message}`);
      return whole;
    }
  };
  const prose = outsideOfCode(text);
  const withTables = prose.text.replace(TABLE, (whole, terms: string) => attempt(whole, () => tableOf(terms, runs)));
  const done = withTables.replace(INLINE, (whole, shown: string, terms: string) =>
    attempt(whole, () => inlineOf(shown, terms, runs)),
  );
  const opened = done.match(OPENED)?.length ?? 0;
  if (opened !== quotes) problems.push(`${opened} quotes are begun, and ${quotes} are whole`);
  return { text: prose.restore(done), problems, quotes };
}

/** Examples in code stay what they are. */
function outsideOfCode(text: string): { text: string; restore(done: string): string } {
  const kept: string[] = [];
  const hidden = text.replace(/^(```|~~~)[\s\S]*?^\1|`[^`\n]+`/gm, (code) => `\u0000${kept.push(code) - 1}\u0000`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no text has it, so that it can stand for code
  return { text: hidden, restore: (done) => done.replace(/\u0000(\d+)\u0000/g, (_, at) => kept[Number(at)] ?? "") };
}

/** The newest run of the whole matrix; the newest of all where there is none. */
function newestOf(runs: Runs): Run | undefined {
  const newestFirst = [...runs.values()].toSorted((a, b) => b.run.localeCompare(a.run));
  const whole = cellsOf().length;
  return newestFirst.find(({ rows }) => rows.length === whole) ?? newestFirst[0];
}

const LATEST = "latest";
type Lookup = (id: string) => Run;

function runOf(id: string, runs: Runs): Run {
  const run = id === LATEST ? newestOf(runs) : runs.get(id);
  if (!run) throw new Error(RUN_ID.test(id) || id === LATEST ? `there is no run ${id}` : `${id} is no run id`);
  return run;
}

function figureNamed(name: string): FigureName {
  const known = FIGURE_NAMES.find((one) => one === name);
  if (!known) throw new Error(`${name} is no figure; figures are ${FIGURE_NAMES.join(", ")}`);
  return known;
}

const FILTERS = { scenario: SCENARIOS, pattern: PATTERNS, store: STORES, protection: ["true", "false"] } as const;

function tableOf(terms: string, runOf: Lookup): string {
  const [id = "", ...options] = terms.trim().split(/\s+/);
  const run = runOf(id);
  const given = new Map(options.map((option) => option.split("=", 2) as [string, string]));
  for (const [name, value = ""] of given) {
    if (name === "columns") continue;
    const words: readonly string[] | undefined = FILTERS[name as keyof typeof FILTERS];
    if (!words) throw new Error(`${name} is no part of a quote`);
    for (const word of value.split(",")) if (!words.includes(word)) throw new Error(`${word} is no ${name}`);
  }
  const wanted = (name: keyof typeof FILTERS): string[] | undefined => given.get(name)?.split(",");
  const columns = (given.get("columns") ?? "p95Ms,cacheableHitRate").split(",").map(figureNamed);
  const rows = run.rows.filter((row) =>
    (Object.keys(FILTERS) as (keyof typeof FILTERS)[]).every(
      (name) => wanted(name)?.includes(String(row[name])) ?? true,
    ),
  );
  if (rows.length === 0) throw new Error(`${run.run} has no such cell`);
  const leading: [string, (row: Row) => string][] = [
    ["Scenario", (row) => row.scenario],
    ["Pattern", (row) => row.pattern],
    ["Store", (row) => row.store],
    ["Protection", (row) => (row.protection ? "on" : "off")],
  ];
  // A column that would say the same in every row, because it was asked for, says nothing.
  const isTold = (name: string): boolean =>
    name === "Protection"
      ? new Set(rows.map(({ protection }) => protection)).size > 1
      : wanted(name.toLowerCase() as "scenario")?.length !== 1;
  const told = leading.filter(([name]) => isTold(name));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const lines = [
    line([...told.map(([name]) => name), ...columns.map((name) => WORDS[name].head)]),
    line([...told.map(() => "---"), ...columns.map(() => "---:")]),
    ...rows.map((row) =>
      line([
        ...told.map(([, of]) => of(row)),
        ...columns.map((name) => inWords(name, row.figures[name], row.recovered)),
      ]),
    ),
  ];
  const normal = [run.run, ...options].join(" ");
  return `<!-- caching-run ${normal} -->\n\n${lines.join("\n")}\n\n<!-- /caching-run -->`;
}

function inlineOf(shown: string, terms: string, runOf: Lookup): string {
  const [id = "", address = "", figure = "", ...more] = terms.trim().split(/\s+/);
  if (more.length > 0) throw new Error("a quote is: run, pattern/store/scenario, figure");
  const run = runOf(id);
  const [pattern, store, scenario, unprotected, ...rest] = address.split("/");
  if (rest.length > 0 || (unprotected !== undefined && unprotected !== "unprotected"))
    throw new Error(`${address} is not pattern/store/scenario or pattern/store/scenario/unprotected`);
  const row = run.rows.find(
    (one) =>
      one.pattern === pattern &&
      one.store === store &&
      one.scenario === scenario &&
      one.protection === (unprotected === undefined),
  );
  if (!row) throw new Error(`${run.run} has no cell ${address}`);
  const name = figureNamed(figure);
  const value = inWords(name, row.figures[name], row.recovered);
  const isStrong = shown.startsWith("**");
  return `${isStrong ? `**${value}**` : value}<!-- caching ${run.run} ${address} ${figure} -->`;
}
