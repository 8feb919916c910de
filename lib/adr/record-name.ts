const NUMBER = /^(?:adr[-_ ]?)?(\d{1,5})(?=[-_ .]|$)/i;
const DATE = /^\d{4}-\d{2}-\d{2}(?=[-_ .]|$)/;
const PLACEHOLDER = /^(?:adr[-_ ]?)?(?:n{2,}|x{2,})(?=[-_ .]|$)/i;
const AROUND_RECORDS = new Set([
  "readme",
  "index",
  "summary",
  "contents",
  "toc",
  "contributing",
  "changelog",
  "license",
  "glossary",
]);

/**
 * Whether a Markdown file in an ADR folder is a record, by its name: "0007-prompt-extract-template-engine.md" is one and
 * "0000-TEMPLATE.md" is not; a README is one only in a folder of its own ("2022-02-07-tracing/README.md").
 */
export function isRecordFile(path: string): boolean {
  const { stem, folder, isMarkdown } = partsOf(path);
  if (!isMarkdown || stem.startsWith(".") || PLACEHOLDER.test(stem)) return false;
  if (/^(?:readme|index)$/i.test(stem)) return NUMBER.test(folder); // "2022-02-07-tracing" begins like one
  if (AROUND_RECORDS.has(stem.toLowerCase())) return false;
  const number = NUMBER.exec(stem)?.[0];
  if (number === undefined) return !/^(?:adr[-_ ]?)?templates?(?![\p{L}])|(?<![\p{L}])templates?$/iu.test(stem);
  return !/^[-_ .]*(?:adr[-_ ]?)?template$/i.test(stem.slice(number.length));
}

/** The record's number as its name writes it ("0007"); a date is none. Numbers repeat in real folders: never a key. */
export function numberInPath(path: string): string | null {
  const { stem, folder } = partsOf(path);
  const name = /^(?:readme|index)$/i.test(stem) ? folder : stem;
  return DATE.test(name) ? null : (NUMBER.exec(name)?.[1] ?? null);
}

/** A title for a record that has none: "0012-use-redis.md" is "use redis". */
export function titleFromPath(path: string): string {
  const { stem, folder } = partsOf(path);
  const name = /^(?:readme|index)$/i.test(stem) ? folder : stem;
  return (
    name
      .replace(DATE, "")
      .replace(NUMBER, "")
      .replace(/[-_ ]+/g, " ")
      .trim() || name
  );
}

function partsOf(path: string): { stem: string; folder: string; isMarkdown: boolean } {
  const segments = path.split("/");
  const name = segments.at(-1) ?? "";
  return { stem: name.replace(/\.md$/i, ""), folder: segments.at(-2) ?? "", isMarkdown: /\.md$/i.test(name) };
}
