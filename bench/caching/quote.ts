import { addressed, figureNamed } from "./address";
import { tableOf } from "./quoted-table";
import { RUN_ID, type Run } from "./results";
import { cellsOf } from "./scenarios";
import { verdictOf } from "./verdict";
import { inWords } from "./words";

/** Runs by their id. */
export type Runs = ReadonlyMap<string, Run>;
export type Quoted = { text: string; problems: string[]; quotes: number };

const TABLE = /<!-- caching-run ([^>]*?) -->[\s\S]*?<!-- \/caching-run -->/g;
/** `**142 ms**<!-- caching c-20261126-0131 cache-aside/redis/steady p95Ms -->`; the stars are optional. */
const INLINE =
  /(\*\*[^*\n]+\*\*|\{value\}|\d[\d.]*(?: (?:ms|s|%))?|–|not within the run|a failure)<!-- caching ([^>]*?) -->/g;
/** `**holds**<!-- caching-verdict c-20261126-0131 cache-aside/redis/steady:p95Ms <= 200 -->`: what is written follows from the run. */
const VERDICT = /\*\*([^*\n]+)\*\*<!-- caching-verdict ([\s\S]*?) -->/g;
/** A plot of a run; `RUN` stands for the newest. */
const PLOT = /(bench\/caching\/plots\/)(RUN|c-\d{8}-\d{4})(\/[a-z0-9-]+\.svg)/g;
const OPENED = /<!-- caching(?:-run|-verdict)? /g;

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
  const withTables = prose.text.replace(TABLE, (whole, terms: string) =>
    attempt(whole, () => quotedTable(terms, runs)),
  );
  const done = withTables.replace(INLINE, (whole, shown: string, terms: string) =>
    attempt(whole, () => inlineOf(shown, terms, runs)),
  );
  const judged = done.replace(VERDICT, (whole, _shown: string, terms: string) =>
    attempt(whole, () => judgedBy(terms, runs)),
  );
  const drawn = judged.replace(PLOT, (whole, folder: string, id: string, file: string) => {
    try {
      return `${folder}${runs(id === "RUN" ? LATEST : id).run}${file}`;
    } catch (error) {
      problems.push(`${whole}: ${(error as Error).message}`);
      return whole;
    }
  });
  const opened = judged.match(OPENED)?.length ?? 0;
  if (opened !== quotes) problems.push(`${opened} quotes are begun, and ${quotes} are whole`);
  return { text: prose.restore(drawn), problems, quotes };
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

function quotedTable(terms: string, runOf: Lookup): string {
  const [id = "", ...options] = terms.trim().split(/\s+/);
  const run = runOf(id);
  const normal = [run.run, ...options].join(" ");
  return `<!-- caching-run ${normal} -->\n\n${tableOf(run, options)}\n\n<!-- /caching-run -->`;
}

const LATEST = "latest";
type Lookup = (id: string) => Run;

function runOf(id: string, runs: Runs): Run {
  const run = id === LATEST ? newestOf(runs) : runs.get(id);
  if (!run) throw new Error(RUN_ID.test(id) || id === LATEST ? `there is no run ${id}` : `${id} is no run id`);
  return run;
}

function inlineOf(shown: string, terms: string, runOf: Lookup): string {
  const [id = "", address = "", figure = "", ...more] = terms.trim().split(/\s+/);
  if (more.length > 0) throw new Error("a quote is: run, pattern/store/scenario, figure");
  const run = runOf(id);
  const name = figureNamed(figure);
  const value = inWords(name, addressed(run, address, name));
  const isStrong = shown.startsWith("**");
  return `${isStrong ? `**${value}**` : value}<!-- caching ${run.run} ${address} ${figure} -->`;
}

function judgedBy(terms: string, runOf: Lookup): string {
  const [, id = "", rest = ""] = /^\s*(\S+)\s+([\s\S]*?)\s*$/.exec(terms) ?? [];
  const run = runOf(id);
  return `**${verdictOf(run, rest)}**<!-- caching-verdict ${run.run} ${rest} -->`;
}
