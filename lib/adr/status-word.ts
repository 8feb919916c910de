/** Words that qualify a status and say none themselves. */
const QUALIFIERS =
  /^(?:partially|partly|in part|provisionally|conditionally|tentatively|mostly|largely|effectively|now|currently|formally|informally|officially|fully|temporarily|internally|already|teilweise|partiellement|parcialmente|parzialmente)[\s-]+/i;
const IN_PARTS =
  /^(?:parts?|sections?|portions?|pieces|some|half)\b.*\b(superseded|replaced|deprecated|accepted|rejected|implemented|obsolete)\b/;

/** First words of a status, in the languages that folders were seen in: what begins otherwise must be short to be believed. */
const KNOWN = new RegExp(
  `^(?:${[
    "accept|approv|adopt|agree|decid|propos|draft|wip|work in progress|in[ -]?progress|pending|open|ready|review|in[ -]review|under[ -]",
    "rfc|reject|declin|denied|refus|withdr|abandon|cancel|super[sc]|replac|obsolet|outdated|deprecat|retire|archiv|expire|revert|invalid",
    "defer|postpon|park|on[ -]?hold|implement|done|complet|final|merge|active|living|current|enforced|effective|in[ -](?:trial|use|force|effect|place|consideration|discussion)",
    "provisional|experiment|trial|inform|amend|ratifi|confirm|valid|tbd|todo|unknown|rolled|partial|partly|stale|closed|discuss|resolved|locked|frozen|shipped|released|request|planned|idea|new\\b|not ",
    "accepté|proposé|adopté|approuvé|rejeté|refusé|remplacé|brouillon|déprécié|abandonné|en cours|validé|acté",
    "akzept|angenommen|vorgeschlag|abgelehnt|verworfen|ersetzt|veraltet|entwurf|entschieden|beschlossen|in arbeit|genehmigt",
    "acept|aprob|propuest|rechaz|reemplaz|borrador|obsolet|aceit|aprovad|proposta|rejeitad|substitu|rascunho|descontinuad",
    "geaccepteerd|voorgesteld|afgewezen|vervangen|accettat|propost|rifiutat|sostituit|godkänd|godkjent|vedtatt|přijat|zaakcept|przyję",
    "принят|предлож|отклон|замен|устар|черновик|已|提议|提案|废弃|承認|採用|却下|提案|승인|채택|kabul",
  ].join("|")})`,
  "i",
);

/** Whether a text begins as a status does, rather than as a sentence about one. */
export function isKnownStatus(words: string): boolean {
  return KNOWN.test(words.replace(QUALIFIERS, "")) || IN_PARTS.test(words);
}

/** The one word: "partly superseded" is "superseded", "accepted with changes" is "accepted", "in review" is "in". */
export function statusWord(status: string): string {
  const bare = status.replace(QUALIFIERS, "");
  return IN_PARTS.exec(bare)?.[1] ?? /^[\p{L}\p{M}\p{N}'’-]+/u.exec(bare)?.[0] ?? status;
}

const IN_PART = /\b(?:in part|partially|partly)\b|teilweise|partiellement|parcialmente|parzialmente/i;

/** First words of a status after which a decision holds no more, in the languages of those above. */
const GONE = new RegExp(
  `^(?:${[
    "super[sc]|replac|obsolet|outdated|deprecat|retire[ds]?\\b|archived|expired|revert|invalid|reject|declin|denied|refus|withdr|abandon|cancel",
    "rejeté|remplac|déprécié|retiré|annulé|archivé|abgelehnt|verworfen|ersetzt|veraltet|zurückgezogen|archiviert|abgekündigt",
    "rechaz|reemplaz|rejeitad|substitu|sustitu|descontinuad|afgewezen|vervangen|rifiutat|sostituit|отклон|замен|устар",
    "已(?:废弃|拒绝|取代|弃用)|废弃|却下|廃止|폐기",
  ].join("|")})`,
  "i",
);

/** Whether what has this status holds no more; what is superseded in part still does. */
export function isGone(status: string): boolean {
  return !IN_PART.test(status) && !IN_PARTS.test(status) && GONE.test(status.replace(QUALIFIERS, ""));
}
