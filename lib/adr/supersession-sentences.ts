import type { Line } from "./lines";
import { type AdrReference, type LinkDefinitions, leadingReferences, referencesAmong } from "./references";
import { FOLLOWING, OVER_THIS, SENTENCE, UNDER_THIS, WEIGHED } from "./supersession-words";

/** What sentences of the body say, outside the status and without a label: `telling` are the lines that may say it, of all `lines`. */
type Said = { supersedes: AdrReference[]; supersededBy: AdrReference[] };

const EACH_SENTENCE = new RegExp(SENTENCE.source, "gi");
const EACH_FOLLOWING = new RegExp(FOLLOWING.source, "gi");

/** "We supersede ADR-18", "this decision is superseded by ADR-23": whole sentences say it as well. */
export function fromSentences(telling: Line[], lines: Line[], definitions: LinkDefinitions): Said {
  const result: Said = { supersedes: [], supersededBy: [] };
  const at = new Map(lines.map((line, index) => [line, index]));
  for (const line of telling) {
    const text = wrapped(lines, at.get(line) ?? 0);
    for (const sentence of [...text.matchAll(EACH_SENTENCE), ...text.matchAll(EACH_FOLLOWING)]) {
      const [whole, by] = sentence;
      const named = leadingReferences(text.slice(sentence.index + whole.length), definitions);
      // "We supersede 3 scripts" counts; "ADRs 60 and 61" goes on naming.
      const isCount = /^[1-9]\d*\.?$/.test(named[0]?.text ?? "") && named[0]?.target === null;
      const found = isCount ? [] : named.filter(({ number, target }) => target ?? number);
      (by ? result.supersededBy : result.supersedes).push(...found);
    }
  }
  return result;
}

/** "ADR-9: supersedes this ADR", in a list of related records or in a sentence that names the other one first. */
export function fromRelated(telling: Line[], lines: Line[], definitions: LinkDefinitions): Said {
  const result: Said = { supersedes: [], supersededBy: [] };
  const at = new Map(lines.map((line, index) => [line, index]));
  for (const line of telling) {
    const text = wrapped(lines, at.get(line) ?? 0);
    if (!/\b(?:this|the present)\b/i.test(text)) continue;
    for (const { before, reference, behind } of referencesAmong(text, definitions)) {
      if (!isRecordName(reference) || WEIGHED.test(before.slice(-100))) continue;
      if (OVER_THIS.test(behind)) result.supersededBy.push(reference);
      else if (UNDER_THIS.test(behind)) result.supersedes.push(reference);
    }
  }
  return result;
}

/** Pages of any kind are linked to, and "#12" is an issue more often; a record is one by its number, or by the name of its file. */
function isRecordName({ text, target, number }: AdrReference): boolean {
  return /\d{2,}[^/]*\.(?:md|html)(?:#.*)?$/i.test(target ?? "") || (number !== null && !text.startsWith("#"));
}

const NEW_ITEM = /^[\s>]*(?:[-*+]|\d{1,3}[.)])\s/;

/** A line with the end of the one before and the beginning of the next: sentences are wrapped, and each item of a list stands alone. */
function wrapped(lines: Line[], index: number): string {
  const line = lines[index];
  const near = (other: Line | undefined) =>
    other && /^[\s>]*[^\s>#|]/.test(other.text) ? other.text.replace(/^[\s>]+/, "") : "";
  const before = lines[index - 1];
  const next = lines[index + 1];
  return [
    before?.number === (line?.number ?? 0) - 1 && !NEW_ITEM.test(line?.text ?? "") ? near(before).slice(-200) : "",
    (line?.text ?? "").slice(0, 500),
    next?.number === (line?.number ?? 0) + 1 && !NEW_ITEM.test(next.text) ? near(next).slice(0, 300) : "",
  ]
    .join(" ")
    .replace(/[*_]{2}/g, "");
}
