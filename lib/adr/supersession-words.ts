/** The words by which records say that one takes the place of another, wholly or in part, in the languages that folders were seen in. */

const OLD = `(?:super[sc]e+d|replac|obsolet|deprecat)`;
const PART = String.raw`(?:(?:partially|partial|partly|in part|effectively|provisionally|now|teilweise|partiellement|was|is|has been|been)[\s,]+)*`;
/** What is to come is not yet: "accepted, will be superseded by ADR-7". */
const NOT_YET = String.raw`(?<!\b(?:will|would|shall|should|could|can|may|might|must|to|not|never)\s+(?:be|have\s+been|been|yet|yet\s+been)\s+)`;
export const BY = new RegExp(
  String.raw`\b${NOT_YET}(${OLD}ed):?(?:\s+(?:in part|partially|partly|in full|on|since|as of))*(?:\s*\([^()]{1,80}\))?(?:[:\s]+\(?\d{4}-\d{2}-\d{2}\)?,?)?(?:\s+\(?by\b|\s+in favou?r of\b|\s[-–—]\s+by:?(?=\s))|\b(?:ersetzt durch|remplacée?\s+par|reemplazad[oa] por|substituíd[oa] por|sustituid[oa] por|vervangen door)|(?:置換済み|已被?(?:取代|替代)|被(?:取代|替代)|대체됨)[（(：:]*`,
  "iu",
);
export const FORWARD = new RegExp(
  String.raw`\b(?:(${OLD})e?s|super[sc]e+de\s+of|supersession\s+of|ersetzt(?! durch)|remplace|reemplaza|substitui)(?=[\s:*_]|$)`,
  "iu",
);
export const LABEL = new RegExp(String.raw`^[*_\x60:\s]*${PART}(?:${BY.source}|${FORWARD.source})`, "iu");
/** "Supersedes (in part): ADR-7". */
export const IN_PART_ASIDE = /^[*_\x60\s]*\((?:in part|partially|partly)\)/i;
export const OF_INTEREST =
  /super[sc]e|replac|obsolet|deprecat|ersetzt|remplac|reemplaz|substitu|sustitu|vervang|置換|取代|替代|대체/i;

const NAMED = String.raw`\b(?:this|the present)\s+(?:adr|decision|decision record|record|document|rfc|proposal|advice process)\s+`;
/** What is only weighed is not said: "decide whether this supersedes ADR-7". */
const SAID = String.raw`(?<!\b(?:whether|if|unless|until|when|rather|should|would|could|that)\s)`;
/** "This supersedes" is said of the record; "this was replaced by", of whatever the sentence before was about. */
const SELF = String.raw`(?:${NAMED}|\bthis\s+(?:(?:version|design|approach|change|policy|strategy)\s+)?)`;
const HOW = String.raw`(?:(?:in part|partially|partly|effectively|explicitly|formally|fully|completely|also|now|therefore|hereby)\s+){0,2}`;
export const SENTENCE = new RegExp(
  String.raw`${SAID}${NAMED}(?:is|was|has been|got)\s+${HOW}(${OLD}ed)\s+by\s+|${SAID}(?:\bwe\s+${HOW}(?=super)|${SELF}${HOW}(?=super[sc]e+des)|${NAMED}${HOW}(?!super))(${OLD}e?s|super[sc]e+de)\s+`,
  "i",
);
/** "We have decided to drop the schema, superseding ADR-7": what follows from a decision that is said to be taken. */
export const FOLLOWING = new RegExp(
  String.raw`${SAID}(?:\bwe\s+(?:have\s+|will\s+|now\s+|therefore\s+){0,2}(?:decided|agreed|chosen|chose|choose|adopt|adopted|use|move|switch|abandon|abandoned|drop|dropped)\b|${NAMED})(?:[^.;!?]|\.(?=\S)){1,200},\s+(?:and\s+)?(?:thus\s+|thereby\s+|so\s+|also\s+|partially\s+|partly\s+)?super[sc]e+ding\s+`,
  "i",
);
const THIS_RECORD = String.raw`(?:this|the present)\s+(?:[\p{L}-]+\s+){0,2}(?:adr|decision|record|rfc)(?![\p{L}\p{N}'’-])`;
const OF_IT = String.raw`^[\s:,–—-]{0,8}(?:(?:which|that|now|it|later|has|was|is|been|fully|partially|partly|in part)\s+){0,3}`;
/** Behind the name of another record: "ADR-9: supersedes this ADR". */
export const OVER_THIS = new RegExp(String.raw`${OF_IT}(?:super[sc]e+d|replac|obsolet)e?s\s+${THIS_RECORD}`, "iu");
/** Behind the name of another record: "ADR-5: superseded by this ADR", "ADR-5: the ledger that this ADR supersedes". */
export const UNDER_THIS = new RegExp(
  String.raw`${OF_IT}(?:super[sc]e+d|replac|obsolet)ed\s+by\s+${THIS_RECORD}|^\s*[:–—-]\s[^.;:]{0,120}\b${THIS_RECORD}\s+super[sc]e+des\W*$`,
  "iu",
);
/** What is only weighed before the name of a record: "whether ADR-9 supersedes this decision". */
export const WEIGHED = /\b(?:whether|if|unless|until|when|once|should|would|could|might|not)\s[^.;]{0,60}$/i;
const PARTIAL: readonly RegExp[] = [
  /\b(?:partially|partly|in part|teilweise|partiellement|parcialmente)[\s-]+(?:super[sc]e+ded|replaced|obsoleted?|deprecated|accepted|approved|adopted|rejected|implemented|ersetzt|remplacée?)/i,
  /\bsuper[sc]e+ded,?\s+(?:only\s+)?(?:in part|partially|partly)\b/i,
  /(?:^|[.;:(\s*])(?:parts?|sections?|portions?|clauses?|items?|some|decisions?\s+[\d(]\S*)\s[^.;]{0,300}\bsuper[sc]e+ded\b/i,
];

/** "This decision has been superseded by ADR-7": a status, where no other is stated. */
export const SAID_STATUS = new RegExp(
  String.raw`${SAID}${NAMED}(?:is|was|has been|got)\s+${HOW}(super[sc]e+ded|replaced|deprecated|obsolete|obsoleted|rejected|withdrawn)\b|^[\s>*_\x60]*(super[sc]e+ded|replaced|obsoleted) by\b`,
  "i",
);

/** Whether a status says that it holds of a part. */
export function isPartial(text: string): boolean {
  return PARTIAL.some((pattern) => pattern.test(text.slice(0, 1_000)));
}
