import { isoDate } from "./duration";

/** A day as a person wrote it. `ambiguous` where day and month could be told apart only by guessing: there is no date then. */
export type Day = { date: string | null; ambiguous: boolean };

/** The first letters of the months in the languages that folders were seen in. */
const MONTHS: readonly RegExp[] = [
  /^(?:jan|gen|ene|янв)/,
  /^(?:feb|fév|fev|фев)/,
  /^(?:mar|mär|maa|mrt|мар)/,
  /^(?:apr|avr|abr|апр)/,
  /^(?:may|mai|mag|mei|май|мая)/,
  /^(?:jun|juin|giu|июн)/,
  /^(?:jul|juil|lug|июл)/,
  /^(?:aug|aoû|aou|ago|авг)/,
  /^(?:sep|set|сен)/,
  /^(?:oct|okt|ott|out|окт)/,
  /^(?:nov|ноя)/,
  /^(?:dec|déc|dez|dic|дек)/,
];
const LONGEST = 120;
const NAMED_DAY =
  /^(?:\p{L}+,?\s+)?(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s.-]*(?:of\s+|de\s+)?(\p{L}{3,10})[\s.,-]*(?:de\s+)?(\d{4})(?!\d)/u;
const NAMED_MONTH = /^(?:\p{L}+,\s+)?(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/u;

/**
 * The day that a text begins with: 2024-03-05 (also with "/" or "."), 05.03.2024 (with dots the day comes first), 5 March 2024,
 * March 5th, 2024, 2024-Mar-05. 24.03.05 is ambiguous, as 24 may be the year. 03/05/2024 is ambiguous, unless one of its parts is no month or both are the same. Null where the text does
 * not begin with a day of any form; `date` is null for a day that no calendar has.
 */
export function readDay(text: string): Day | null {
  const bare = text
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/^[^\p{L}\d]+/u, "");
  const iso =
    /^(\d{4})\s?([-/._])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d|[-/.]\d)/.exec(bare) ??
    /^(\d{4})()年(\d{1,2})月(\d{1,2})日/.exec(bare);
  if (iso) return certain(iso[1], iso[3], iso[4]);
  const named = /^(\d{4})[-/. ](\p{L}{3,10})[-/. ](\d{1,2})(?!\d)/u.exec(bare);
  if (named && monthOf(named[2])) return certain(named[1], monthOf(named[2]), named[3]);
  const compact = /^((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)/.exec(bare);
  if (compact) return certain(compact[1], compact[2], compact[3]);
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)(?!\d)/.exec(bare);
  if (dotted) return dayFirstUnlessYear(dotted[1], dotted[2], dotted[3]);
  const slashed = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d\d)(?![\d/-])/.exec(bare);
  if (slashed) return inEitherOrder(Number(slashed[1]), Number(slashed[3]), fullYear(slashed[4]));
  const dayFirst = NAMED_DAY.exec(bare);
  if (dayFirst && monthOf(dayFirst[2])) return certain(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1]);
  const monthFirst = NAMED_MONTH.exec(bare);
  if (monthFirst && monthOf(monthFirst[1])) return certain(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2]);
  return null;
}

/** Up to 12, a first part is a day: nobody who leaves out the century writes of a year so long ago. */
function dayFirstUnlessYear(first: string | undefined, month: string | undefined, last: string | undefined): Day {
  const dayFirst = certain(fullYear(last), month, first);
  if (last?.length !== 2 || Number(first) <= 12) return dayFirst;
  const yearFirst = certain(fullYear(first), month, last);
  const isEither = dayFirst.date !== null && yearFirst.date !== null && dayFirst.date !== yearFirst.date;
  return isEither ? { date: null, ambiguous: true } : dayFirst;
}

function inEitherOrder(first: number, second: number, year: string): Day {
  if (first <= 12 && second <= 12 && first !== second) return { date: null, ambiguous: true };
  return first > 12 ? certain(year, second, first) : certain(year, first, second);
}

function certain(year: string | undefined, month: string | number | undefined, day: string | number | undefined): Day {
  const two = (part: string | number | undefined) => String(part).padStart(2, "0");
  return { date: isoDate(`${year}-${two(month)}-${two(day)}`), ambiguous: false };
}

/** Records are of this century. */
function fullYear(year: string | undefined): string {
  return year?.length === 2 ? `20${year}` : String(year);
}

function monthOf(word: string | undefined): number {
  return MONTHS.findIndex((month) => month.test(word ?? "")) + 1;
}
