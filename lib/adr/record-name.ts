import { readDay } from "./day";

const LABEL = "(?:(?:m|l|k)?adr|ad|adl|dr|rfc|decision|decision[-_ ]record)";
const NUMBER = new RegExp(String.raw`^\[?(?:${LABEL}[-_ ]?)?#?(\d{1,5})(?=[-_ .\]]|$)`, "i");
/** "API-001-names": what a folder calls its records by. */
const OWN_NUMBER = /^[a-z]{2,6}[-_ ]?\d{1,5}(?=[-_ .])/i;
const DATE = new RegExp(String.raw`^(?:${LABEL}[-_ ])?(\d{4}([-_.]?)\d{2}\2\d{2})(?:\d{4}|\d{6})?(?=[-_ .T]|$)`, "i");
const PLACEHOLDER = /^(?:adr[-_ ]?)?(?:n{2,}|x{2,}|y{4,}m*d*|y{4}-m{2}-d{2})(?=[-_ .]|$)/i;
/** What a file in a folder of its own is called. */
const ONLY_FILE = /^(?:readme|index|adr|decision|record)$/i;
const AROUND_RECORDS = new Set([
  ...["readme", "index", "_index", "summary", "contents", "toc", "_sidebar", "home", "overview", "list", "log"],
  ...["adr-log", "decision-log", "adr-index", "decision-index", "decisions", "records", "adr", "adrs", "adr-list"],
  ...["contributing", "changelog", "license", "glossary", "code_of_conduct", "guide", "guidelines", "process"],
  ...["decision-record", "decision-records", "architecture-decisions", "architecture-decision-records"],
  ...["索引", "目录", "目次", "index", "índice", "indice", "sommaire", "übersicht"],
  ...["about", "introduction", "howto", "how-to", "faq", "agents", "claude"],
]);

/**
 * Whether a Markdown file in an ADR folder is a record, by its name: "0007-prompt-extract-template-engine.md" is one and
 * "0000-TEMPLATE.md" is not; a README is one only in a folder of its own ("2022-02-07-tracing/README.md").
 */
export function isRecordFile(path: string): boolean {
  const { stem, folder, isMarkdown } = partsOf(path);
  if (!isMarkdown || stem.startsWith(".") || PLACEHOLDER.test(stem) || isAmongTemplates(path)) return false;
  if (ONLY_FILE.test(stem) && (NUMBER.test(folder) || DATE.test(folder))) return true;
  if (isAround(stem)) return false;
  const number = (NUMBER.exec(stem) ?? OWN_NUMBER.exec(stem))?.[0];
  if (number === undefined)
    return (
      !TEMPLATE_ELSEWHERE.test(stem) &&
      !TEMPLATE_OF_RECORDS.test(stem) &&
      !/^(?:adr[-_ ]?)?templates?(?![\p{L}])|(?<![\p{L}])templates?$/iu.test(stem)
    );
  const name = stem.slice(number.length).replace(/^[-_ .\]]+/, "");
  if (/^0*$/.test(NUMBER.exec(stem)?.[1] ?? "1") && isAround(name)) return false;
  if (TEMPLATE_ELSEWHERE.test(name) || TEMPLATE_OF_RECORDS.test(name)) return false;
  return !/^(?:adr[-_ ]?)?(?:[a-z]{1,8}[-_ ])?template(?:[-_ ][a-z]{2})?$/i.test(name) || isAbout(name);
}

/** What a template is called in other languages. */
const ELSEWHERE = "模板|テンプレート|vorlage|plantilla|modele|modèle|gabarit|modelo|шаблон|sjabloon";
const TEMPLATE_ELSEWHERE = new RegExp(`(?:^|[-_ ])(?:${ELSEWHERE})$`, "iu");
/** "modele-adr", "plantilla-de-adr"; "choix-du-modele-adr" is a decision. */
const TEMPLATE_OF_RECORDS = new RegExp(`^(?:${ELSEWHERE})[-_ ](?:d[eou][-_ ]|d['’])?m?adrs?$`, "iu");

function isAround(name: string): boolean {
  const lower = name.toLowerCase();
  return AROUND_RECORDS.has(lower) || AROUND_RECORDS.has(lower.replace(/[_ ]/g, "-"));
}

/** Whether it is the one file that gives its folder a content, as a README does. */
export function isOnlyFile(path: string): boolean {
  return ONLY_FILE.test(partsOf(path).stem) && !isAmongTemplates(path);
}

/** Whether the name begins with a number or a date, as most records' names do. */
export function isNumberedFile(path: string): boolean {
  const name = nameOf(path);
  return NUMBER.test(name) || DATE.test(name);
}

/** The record's number as its name writes it ("0007"); a date is none. Numbers repeat in real folders: never a key. */
export function numberInPath(path: string): string | null {
  const name = nameOf(path);
  return DATE.test(name) ? null : (NUMBER.exec(name)?.[1] ?? null);
}

/** The day that a name begins with: "2024-03-05-use-redis.md", "20240305-use-redis.md", "2022-02-07-tracing/README.md". */
export function dayInName(path: string): string | null {
  const day = DATE.exec(nameOf(path))?.[1]?.replaceAll("_", "-");
  return day === undefined ? null : (readDay(day)?.date ?? null);
}

/** The name without its number, date and ending, for telling one record from another whose number changed. */
export function slugInPath(path: string): string {
  const name = nameOf(path);
  const bare = DATE.test(name) ? name.replace(DATE, "") : name.replace(NUMBER, "");
  return bare.replace(/^[-_ .\]]+/, "").toLowerCase();
}

/** A title for a record that has none: "0012-use-redis.md" is "use redis". */
export function titleFromPath(path: string): string {
  return slugInTitle(path) || nameOf(path);
}

export const isMarkdownFile = (name: string): boolean => /\.(?:md|markdown)$/i.test(name);

function slugInTitle(path: string): string {
  const name = nameOf(path);
  const bare = DATE.test(name) ? name.replace(DATE, "") : name.replace(NUMBER, "");
  return bare.replace(/[-_ ]+/g, " ").trim();
}

function isAmongTemplates(path: string): boolean {
  return path
    .split("/")
    .slice(0, -1)
    .some((folder) => /^[._]?(?:adr[-_])?templates?$/i.test(folder));
}

/** "0007-choose-template" is about templates: its first word says what was done. */
function isAbout(name: string): boolean {
  return /^(?:use|choose|pick|add|adopt|drop|keep|move|new|no|our)[-_ ]/i.test(name);
}

/** A file in a folder of its own goes by the folder's name. */
function nameOf(path: string): string {
  const { stem, folder } = partsOf(path);
  return ONLY_FILE.test(stem) && folder !== "" ? folder : stem;
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

function partsOf(path: string): { stem: string; folder: string; isMarkdown: boolean } {
  const segments = path.split("/");
  const name = segments.at(-1) ?? "";
  const isMarkdown = isMarkdownFile(name);
  return { stem: isMarkdown ? name.slice(0, name.lastIndexOf(".")) : name, folder: segments.at(-2) ?? "", isMarkdown };
}
