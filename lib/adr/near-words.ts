/** Words with one typing error in them, or two in a long one: a letter too many, too few, another one, or two swapped. */
const SHORTEST = 4;
const LONG = 8;

type Word = { word: string; letters: number };

/** All words that were ever seen. A word that has gone since finds no record, and does no harm. */
export class KnownWords {
  private readonly seen = new Set<string>();
  private readonly byLength = new Map<number, Word[]>();

  add(word: string): void {
    if (word.length < SHORTEST - 1 || this.seen.has(word)) return;
    this.seen.add(word);
    const same = this.byLength.get(word.length) ?? [];
    same.push({ word, letters: lettersOf(word) });
    this.byLength.set(word.length, same);
  }

  /** The words nearest to what was typed, itself not among them. */
  near(typed: string, most: number): string[] {
    if (typed.length < SHORTEST) return [];
    const errors = typed.length < LONG ? 1 : 2;
    const letters = lettersOf(typed);
    const found: { word: string; distance: number }[] = [];
    for (let length = typed.length - errors; length <= typed.length + errors; length++)
      for (const each of this.byLength.get(length) ?? []) {
        // Every error changes two letters of the set at most.
        if (bits(each.letters ^ letters) > 2 * errors) continue;
        const distance = distanceBetween(typed, each.word, errors);
        if (distance > 0 && distance <= errors) found.push({ word: each.word, distance });
      }
    return found
      .sort((a, b) => a.distance - b.distance)
      .slice(0, most)
      .map(({ word }) => word);
  }
}

/** Which letters a word holds, as a set of 32; rare signs share a place. */
function lettersOf(word: string): number {
  let set = 0;
  for (let at = 0; at < word.length; at++) set |= 1 << (word.charCodeAt(at) % 32);
  return set;
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Errors between two words, two swapped letters being one (optimal string alignment); `most + 1` for any number above. */
function distanceBetween(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let errors = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        errors = Math.min(errors, (before[j - 2] ?? 0) + 1);
      row.push(errors);
      least = Math.min(least, errors);
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? most + 1;
}
