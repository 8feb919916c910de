import { LRUCache } from "lru-cache";
import { stringify } from "yaml";
import type { RuleGroup, Ruler, RuleSlo, RuleTerms, SloRules } from "./rule";
import { rulesOf } from "./rule-groups";
import { withPlainSpaces } from "./rule-text";

/** What became of one SLO. */
export type Written = { id: string; service: string; notes: string[]; refused: string | null };
/** A file of rules, and what became of each SLO in it. Nothing in it says when it was made: the same SLOs give the same text. */
export type RuleFile = { text: string; slos: Written[] };

/** By which a file of ours is known. */
export const FIRST_LINE =
  "# Rules of Plumbline's SLOs. Good and total are recorded as counts, step by step, and divided last:";
const HOW = [
  FIRST_LINE.slice(2),
  "a quiet hour does not weigh as much as a busy one. Each step is what the counters gained between two instants, so that nothing is",
  "lost between steps or counted twice. A range ends a second early: it would otherwise hold a step too many. The sum of a whole",
  "window needs an engine that keeps as much.",
];
const OF_RULERS: Record<Ruler, string[]> = {
  prometheus: [],
  mimir: [],
  thanos: ["A partial answer would count too little, so it is none (partial_response_strategy: abort)."],
  vmalert: ["What one rule records is read by the next one a step later: vmalert writes behind."],
};

/** The part of one SLO: its groups as YAML, empty where it is refused. */
type Part = { text: string; written: Written };

/** Writing takes some milliseconds, and what is written hardly ever changes. */
const parts = new LRUCache<string, Part>({ max: 2000 });

/** What a file holds of one SLO; known from then on. */
export function partOf(slo: RuleSlo, terms: RuleTerms): Part {
  const key = JSON.stringify([slo, terms.ruler, terms.publicUrl, terms.delaySeconds, terms.stepSeconds]);
  const known = parts.get(key);
  if (known) return known;
  const part = writtenPart(slo, terms);
  parts.set(key, part);
  return part;
}

function writtenPart(slo: RuleSlo, terms: RuleTerms): Part {
  const rules = rulesOf(slo, terms);
  const { id, service } = slo;
  if ("refused" in rules)
    return { text: "", written: { id, service, notes: [], refused: withPlainSpaces(rules.refused) } };
  const notes = rules.notes.map(withPlainSpaces);
  const text = `${comment([slo.name, ...notes], "  ")}${groupsText(rules, terms.ruler)}`;
  return { text, written: { id, service, notes, refused: null } };
}

/** A rule file of SLOs, ascending by id within their services. */
export function ruleFile(slos: readonly RuleSlo[], terms: RuleTerms): RuleFile {
  const sorted = [...slos].sort((a, b) => compare(a.service, b.service) || compare(a.id, b.id));
  const all = sorted.map((slo) => partOf(slo, terms));
  const written = all.map((part) => part.written);
  const refused = written.flatMap(({ id, refused: why }) => (why === null ? [] : [`Not written: ${id}: ${why}.`]));
  const links = terms.publicUrl === null ? ["Links are paths only: PUBLIC_URL is not set."] : [];
  const head = comment([...HOW, ...OF_RULERS[terms.ruler], ...links, ...refused], "");
  const namespace = terms.ruler === "mimir" ? `namespace: ${namespaceOf(sorted)}\n` : "";
  const groups = all.map(({ text }) => text).join("");
  return { text: `${head}${namespace}${groups ? `groups:\n${groups}` : "groups: []\n"}`, slos: written };
}

/** A file name that a service may have: two services never share one. */
export function fileNameOf(service: string): string {
  const plain = service
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return plain === service ? `${plain}.yaml` : `${plain ? `${plain}-` : ""}${checksum(service)}.yaml`;
}

const namespaceOf = (slos: readonly RuleSlo[]): string => {
  const [first] = slos;
  const isOne = first !== undefined && slos.every(({ service }) => service === first.service);
  return `plumbline${isOne ? `-${fileNameOf(first.service).replace(/\.yaml$/, "")}` : ""}`;
};

function groupsText({ groups }: Extract<SloRules, { groups: RuleGroup[] }>, ruler: Ruler): string {
  const more = ruler === "thanos" ? { partial_response_strategy: "abort" } : {};
  const text = stringify(
    groups.map(({ name, interval, rules }) => ({ name, interval, ...more, rules })),
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
  return text.replaceAll(/^(?=.)/gm, "  ");
}

/** Whatever stands in it, none of it is read as YAML. */
const comment = (lines: readonly string[], indent: string): string =>
  lines.map((line) => `${indent}# ${line.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")}\n`).join("");

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** FNV-1a, 32 bits. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
