import { createLoader, createParser, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { ACTIONS, SUBJECTS } from "./words";

const parseAsDay = createParser({
  parse: (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null),
  serialize: String,
});

const parseAsPlace = createParser({
  parse: (text) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null),
  serialize: String,
});

/** What the address says. A word that it cannot mean is read as if it were not there. */
export const FILTER = {
  q: parseAsString,
  actor: parseAsString,
  action: parseAsStringLiteral(ACTIONS),
  subject: parseAsStringLiteral(SUBJECTS),
  subjectId: parseAsString,
  from: parseAsDay,
  to: parseAsDay,
  before: parseAsPlace,
};

export type Filter = inferParserType<typeof FILTER>;

export const readFilter = createLoader(FILTER);

/** "?q=…&actor=…" as the API takes it, in one order; empty where nothing is filtered. */
export function termsOf(filter: Partial<Filter>): string {
  const terms = new URLSearchParams();
  for (const name of Object.keys(FILTER) as (keyof Filter)[]) {
    const value = filter[name];
    if (value !== null && value !== undefined && value !== "") terms.set(name, String(value));
  }
  const text = terms.toString();
  return text === "" ? "" : `?${text}`;
}
