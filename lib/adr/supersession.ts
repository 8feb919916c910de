import { type FrontMatter, isRecord, textOf } from "./front-matter";
import { headingsOf } from "./headings";
import type { Line } from "./lines";
import { type Paragraph, paragraphsOf } from "./paragraphs";
import {
  type AdrReference,
  type LinkDefinitions,
  leadingReferences,
  linkDefinitions,
  referencesInValue,
} from "./references";
import { headingsNamed, statedInLines, statedInTables } from "./statement";
import { STATUS_NAMES } from "./status";
import { fromRelated, fromSentences } from "./supersession-sentences";
import { BY, FORWARD, IN_PART_ASIDE, isPartial, LABEL, OF_INTEREST } from "./supersession-words";

/**
 * What a record says of those before and after it. `supersedes` are the records it takes the place of, wholly or in part, and
 * `supersededBy` those that take its place; amending and extending is neither. `partial`: it holds, is in force or is done in part.
 */
export type Supersession = { supersedes: AdrReference[]; supersededBy: AdrReference[]; partial: boolean };

/** Of one kind in one record, and lines that speak of it; a record names a few. */
const MOST_REFERENCES = 100;
const MOST_LINES = 300;
/** Characters of a status that are looked at. */
const LONGEST = 1_500;

const BY_KEYS = [
  "superseded-by",
  "replaced-by",
  "obsoleted-by",
  "deprecated-by",
  "successor",
  "successors",
  "remplacé-par",
  "ersetzt-durch",
];
const PARTIAL_BY_KEYS = ["superseded-in-part-by", "partially-superseded-by", "partly-superseded-by"];
const FORWARD_KEYS = [
  "supersedes",
  "supercedes",
  "superseeds",
  "replaces",
  "obsoletes",
  "deprecates",
  "partially-supersedes",
  "supersedes-in-part",
  "remplace",
];

const RELATION_KEYS = ["relations", "relationships", "relates-to", "links"];

export function readSupersession(front: FrontMatter, lines: Line[], whole: string | null): Supersession {
  const stated = whole?.slice(0, LONGEST) ?? null;
  const none = { supersedes: [], supersededBy: [], partial: false };
  const inFields = fromFields(front);
  const inStatus = stated !== null && stated !== "" ? isPartial(stated) : false;
  if (!lines.some(({ text }) => OF_INTEREST.test(text)) && !(stated && OF_INTEREST.test(stated)))
    return { ...none, ...inFields, partial: inFields.partial || inStatus };
  const definitions = linkDefinitions(lines);
  const interesting = ofInterest(lines);
  const found = [
    inFields,
    fromStatement(stated ?? onlyRelation(lines), definitions),
    fromText(lines, definitions),
    { ...fromSentences(interesting, lines, definitions), partial: false },
    { ...fromRelated(interesting, lines, definitions), partial: false },
    fromTables(lines, definitions),
  ];
  const result = {
    supersedes: found.flatMap(({ supersedes }) => supersedes).slice(0, MOST_REFERENCES),
    supersededBy: found.flatMap(({ supersededBy }) => supersededBy).slice(0, MOST_REFERENCES),
    partial: inStatus || found.some(({ partial }) => partial),
  };
  const saysSo = /^\W*(?:[a-z]+ly\s+)?(?:super[sc]e+ded|replaced|obsoleted?\b|reemplaz|remplac|ersetzt)/i.test(
    stated ?? "",
  );
  if (result.supersededBy.length === 0 && saysSo) {
    const direct = leadingReferences(
      (stated ?? "").replace(/^\W*(?:[a-z]+ly\s+)?\p{L}+[\s:(→>-]*(?:see\s+|with\s+|→\s*)?/iu, ""),
      definitions,
    );
    result.supersededBy = direct.length > 0 ? direct : fromProse(lines, definitions);
  }
  return result;
}

/** "Status: replaces ADR-7" says no status, and yet whose place the record takes. */
function onlyRelation(lines: Line[]): string {
  const said = statedInLines(ofInterest(lines), STATUS_NAMES).map(({ text }) => text.slice(0, LONGEST));
  return said.find((text) => LABEL.test(text)) ?? "";
}

function ofInterest(lines: Line[]): Line[] {
  return lines.filter(({ text }) => OF_INTEREST.test(text)).slice(0, MOST_LINES);
}

function fromFields(front: FrontMatter): Supersession {
  const values = (keys: string[]) =>
    [...[...front.fields].map(([key, { value }]) => [key, value] as const), ...relations(front)].flatMap(
      ([key, value]) => (keys.includes(keyOf(key)) ? listOf(value) : []),
    );
  const read = (keys: string[]) => values(keys).flatMap((value) => referencesInValue(value, new Map()));
  const inPart = read(PARTIAL_BY_KEYS);
  return { supersedes: read(FORWARD_KEYS), supersededBy: [...read(BY_KEYS), ...inPart], partial: inPart.length > 0 };
}

/** A list of relations that each say their kind, `{type: supersedes, target: ADR-0007}`, as if each were a key of its own. */
function relations(front: FrontMatter): [key: string, value: unknown][] {
  return [...front.fields].flatMap(([key, { value }]) =>
    RELATION_KEYS.includes(keyOf(key)) && Array.isArray(value)
      ? value.flatMap((item) => {
          const kind = isRecord(item) ? textOf(item.type ?? item.relation ?? item.kind) : null;
          return kind && isRecord(item) ? [[kind, item.target ?? item] as [string, unknown]] : [];
        })
      : [],
  );
}

/** "supersededBy", "superseded_by" and "Superseded By" are one key. */
function keyOf(key: string): string {
  return key
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[\s_]+/g, "-")
    .replace(/supercede/g, "supersede");
}

function listOf(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => {
    const named = isRecord(item) ? (item.id ?? item.adr ?? item.path ?? item.ref ?? item.file) : undefined;
    return textOf(named ?? item) ?? [];
  });
}

/** A status may say both: "accepted; supersedes ADR-0045", "superseded by [ADR-12](0012-b.md)". */
function fromStatement(text: string, definitions: LinkDefinitions): Supersession {
  return { ...relationsIn(text, definitions), partial: isPartial(text) };
}

function relationsIn(text: string, definitions: LinkDefinitions): Pick<Supersession, "supersedes" | "supersededBy"> {
  const by = text.split(new RegExp(BY.source, "giu")).length > 1 ? after(text, BY) : [];
  return {
    supersedes: after(text, FORWARD).flatMap((rest) => leadingReferences(rest, definitions)),
    supersededBy: by.flatMap((rest) => leadingReferences(rest, definitions)),
  };
}

function after(text: string, verb: RegExp): string[] {
  return [...text.matchAll(new RegExp(verb.source, "giu"))].map((match) =>
    text.slice(match.index + match[0].length).replace(/^[\s:*_]+/, ""),
  );
}

/** Lines that begin with the relation, wherever they stand, and everything that the status section says. */
function fromText(lines: Line[], definitions: LinkDefinitions): Supersession {
  const result: Supersession = { supersedes: [], supersededBy: [], partial: false };
  const statusSections = new Set(
    headingsNamed(lines, STATUS_NAMES, { from: 1, to: 6 }).map(({ heading }) => heading.number),
  );
  const headings = headingsOf(lines);
  const lead = lines.filter(({ number }) => number < (headings[0]?.number ?? Number.POSITIVE_INFINITY));
  const sections = [{ number: 0, text: "", below: lead }, ...headings];
  for (const section of sections) {
    const title = LABEL.test(section.text) ? section.text : "";
    if (!title && !section.below.some(({ text }) => OF_INTEREST.test(text)) && !statusSections.has(section.number))
      continue;
    readParagraphs(
      labelsApart(section.below),
      { title, inStatus: statusSections.has(section.number) },
      definitions,
      result,
    );
  }
  for (const { text } of statedInLines(lines, ["disposition", ...STATUS_NAMES]))
    if (isPartial(text)) result.partial = true;
  return result;
}

function readParagraphs(
  paragraphs: Paragraph[],
  { title, inStatus }: { title: string; inStatus: boolean },
  definitions: LinkDefinitions,
  result: Supersession,
): void {
  /** The relation of a label without a value, whose list follows: "Supersedes:". */
  let list: AdrReference[] | null = null;
  if (title !== "") list = BY.test(title) ? result.supersededBy : result.supersedes;
  for (const paragraph of paragraphs.slice(0, MOST_LINES)) {
    const { text, isItem } = paragraph;
    if (list && (isItem || title !== "") && !LABEL.test(text)) {
      list.push(
        ...referencesInValue(text, definitions).filter(
          (reference) => isItem || (reference.target ?? reference.number) !== null,
        ),
      );
      continue;
    }
    list = title === "" ? null : list;
    if (inStatus && isPartial(text)) result.partial = true;
    if (inStatus && /^\W*(?:super[sc]e+ded|replaced|obsolete)\W*$/i.test(text)) list = result.supersededBy;
    if (!OF_INTEREST.test(text)) continue;
    const label = LABEL.exec(text);
    const isBy = label !== null && BY.test(label[0]);
    const rest = label ? text.slice(label[0].length).replace(IN_PART_ASIDE, "") : "";
    if (label && isUpright(text, isItem)) {
      const into = isBy ? result.supersededBy : result.supersedes;
      const value = rest.replace(/^[*_\x60\s]*/, "");
      if (isBy && isPartial(label[0])) result.partial = true;
      if (/^:?[*_\s]*$/.test(value)) list = into;
      else if (/^:/.test(value) || /:[*_]*$/.test(label[0]))
        into.push(...referencesInValue(value.replace(/^:[*_\s]*/, ""), definitions));
      else
        into.push(
          ...leadingReferences(value, definitions).filter((reference) => inStatus || isCertain(reference, label[0])),
        );
      if (!inStatus) continue;
    }
    if (inStatus) {
      const { supersedes, supersededBy } = relationsIn(label ? rest : text, definitions);
      result.supersedes.push(...supersedes);
      result.supersededBy.push(...supersededBy);
    }
  }
}

/** Lines of facts in the head are no wrapped paragraph: each label begins one of its own. */
function labelsApart(lines: Line[]): Paragraph[] {
  const blank = (number: number): Line => ({ text: "", number });
  return paragraphsOf(
    lines.flatMap((line) =>
      LABEL.test(line.text) && isUpright(line.text, false) ? [blank(line.number - 1), line] : [line],
    ),
  );
}

/** A line in the middle of a sentence can begin with such a word, but not with a capital or a mark. */
function isUpright(text: string, isItem: boolean): boolean {
  return isItem || /^[*_\x60\s]*\p{Lu}|^[*_]{1,2}\p{L}/u.test(text);
}

/** Much is replaced in a text; outside the status only what names a record is about one. */
function isCertain({ target, number }: AdrReference, label: string): boolean {
  return /super/i.test(label) || number !== null || /\d{2,}[^/]*\.(?:md|html)/i.test(target ?? "");
}

function fromTables(lines: Line[], definitions: LinkDefinitions): Supersession {
  const rows = (names: string[]) =>
    statedInRawTables(lines, names).flatMap((value) => referencesInValue(value, definitions));
  /** A row "Superseded" with a link says by what; with a day it says since when. */
  const superseded = statedInRawTables(lines, ["superseded", "superceded", "replaced"])
    .filter((value) => value.includes("]("))
    .flatMap((value) => referencesInValue(value, definitions));
  const inPart = rows(["partially superseded by", "superseded in part by", "partly superseded by"]);
  return {
    supersedes: rows(["supersedes", "supercedes", "replaces", "obsoletes", "deprecates", "partially supersedes"]),
    supersededBy: [
      ...rows(["superseded by", "superceded by", "superseded-by", "replaced by", "obsoleted by", "deprecated by"]),
      ...superseded,
      ...inPart,
    ],
    partial: inPart.length > 0 || statedInTables(lines, STATUS_NAMES).some(({ text }) => isPartial(text)),
  };
}

/** Cells with their links, which lead to the record. */
function statedInRawTables(lines: Line[], names: string[]): string[] {
  return statedInTables(lines, names).map(({ text, line }) => {
    const raw = lines.find(({ number }) => number === line)?.text ?? "";
    const cells = raw.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return cells.find((cell) => cell.includes("](") && cell.includes(text.slice(0, 20))) ?? text;
  });
}

/** Where the status says that it was superseded and not by what, a sentence of the body often does. */
function fromProse(lines: Line[], definitions: LinkDefinitions): AdrReference[] {
  const text = ofInterest(lines).map((line) => line.text.slice(0, 500));
  return text.flatMap((each) => relationsIn(each, definitions).supersededBy);
}
