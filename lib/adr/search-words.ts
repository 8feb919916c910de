const BEYOND_ASCII = /[^\0-\x7f]/g;
/** Chinese and Japanese put no spaces between words: every two signs in a row are taken for a word, and each by itself. */
const SIGNS = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const RUNS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}])+/gu;

/** Small letters without accents, as long as the text was, so that a place in the one is a place in the other. */
export function folded(text: string): string {
  return text.replace(BEYOND_ASCII, (sign) => sign.normalize("NFD").charAt(0).toLowerCase().charAt(0)).toLowerCase();
}

/** The words of a text, as search compares them. */
export function wordsOf(text: string): string[] {
  return runsOf(text).flatMap((run) => (isSign(run) ? [...run, ...pairsOf(run)] : [run]));
}

/** Whether a word is made of signs, which stand without spaces around them. */
export function isSign(word: string): boolean {
  return SIGNS.test(word);
}

/** What a question asks for. */
export function askedWords(question: string): string[] {
  return runsOf(question).flatMap((run) => (isSign(run) && run.length > 1 ? pairsOf(run) : [run]));
}

/** Words that occur more often in a text than the others say what it is about. */
export function repeatedWords(words: readonly string[], times: number): string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].flatMap(([word, count]) => (count >= times ? word : []));
}

function runsOf(text: string): string[] {
  return folded(text).match(RUNS) ?? [];
}

function pairsOf(run: string): string[] {
  const signs = [...run];
  return signs.slice(1).map((sign, at) => `${signs[at]}${sign}`);
}
