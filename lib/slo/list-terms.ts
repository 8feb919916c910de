import type { SliKind } from "./sli";
import { VERDICTS, type Verdict } from "./verdict";
import { parseWindow } from "./window";

/** `need`: by verdict, and within it by time to exhaustion. `gone`: by time to exhaustion alone. */
export const SORTS = ["need", "name", "service", "attainment", "budget", "coverage", "gone"] as const;
export type ListSort = (typeof SORTS)[number];

export const GROUPINGS = ["verdict", "service", "team", "tier", "decision", "none"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const KINDS = ["ratio", "latency", "gauge"] as const satisfies readonly SliKind[];

/** Stands for an SLO that has no team, no tier or no decision. */
export const NONE = "none";

/** How the list of SLOs is narrowed, ordered and grouped. In a list of values any one may fit; [] lets all through. */
export type ListTerms = {
  /** Every word has to be found. */
  q: string;
  verdict: readonly Verdict[];
  service: readonly string[];
  team: readonly string[];
  tier: readonly string[];
  /** NONE, the path of a record, or `path#id`. */
  decision: readonly string[];
  window: readonly string[];
  kind: readonly SliKind[];
  /** So many per cent of the budget are left at most, and less; null: any. */
  budget: number | null;
  /** Only what has findings of the lint. */
  lint: boolean;
  /** Only what differs from its record. */
  drift: boolean;
  sort: ListSort;
  order: "asc" | "desc";
  group: Grouping;
  /** Keys of groups that are folded. */
  folded: readonly string[];
};

export const NO_TERMS: ListTerms = {
  q: "",
  verdict: [],
  service: [],
  team: [],
  tier: [],
  decision: [],
  window: [],
  kind: [],
  budget: null,
  lint: false,
  drift: false,
  sort: "need",
  order: "asc",
  group: "verdict",
  folded: [],
};

export type TermName = keyof ListTerms;

/** In the order in which an address names them. */
export const TERM_NAMES = Object.keys(NO_TERMS) as TermName[];

/** Every term as an address holds it; null: not there. */
export type RawTerms = { [Name in TermName]: string | null };

/** A value that says nothing; the list is shown without it. */
export type IgnoredTerm = { name: string; value: string };

const LONGEST = 200;
const MOST_VALUES = 100;

/** Reads what an address says; what cannot be read is left out, and named. */
export function readTerms(raw: Readonly<Partial<RawTerms>>): { terms: ListTerms; ignored: IgnoredTerm[] } {
  const ignored: IgnoredTerm[] = [];
  const given = (name: TermName): string | null => raw[name] || null;
  const list = <T extends string>(name: TermName, known: (value: string) => T | undefined): T[] => {
    const found = new Set<T>();
    for (const value of partsOf(given(name))) {
      const read = value.length <= LONGEST && found.size < MOST_VALUES ? known(value) : undefined;
      if (read === undefined) ignored.push({ name, value });
      else found.add(read);
    }
    return [...found];
  };
  const one = <T>(name: TermName, otherwise: T, read: (value: string) => T | undefined): T => {
    const value = given(name);
    if (value === null) return otherwise;
    const found = read(value);
    if (found === undefined) ignored.push({ name, value });
    return found === undefined ? otherwise : found;
  };
  const any = (value: string): string => value;
  const of =
    <T extends string>(all: readonly T[]) =>
    (value: string): T | undefined =>
      all.find((each) => each === value);
  const yes = (value: string): boolean | undefined => (value === "yes" ? true : undefined);
  const terms: ListTerms = {
    q: one("q", "", (value) => (value.length <= LONGEST ? value : undefined)),
    verdict: list("verdict", of(VERDICTS)),
    service: list("service", any),
    team: list("team", any),
    tier: list("tier", any),
    decision: list("decision", any),
    window: list("window", (value) => (parseWindow(value) === null ? undefined : value)),
    kind: list("kind", of(KINDS)),
    budget: one<number | null>("budget", null, (value) => (/^(100|[1-9]\d?)$/.test(value) ? Number(value) : undefined)),
    lint: one("lint", false, yes),
    drift: one("drift", false, yes),
    sort: one("sort", NO_TERMS.sort, of(SORTS)),
    order: one("order", NO_TERMS.order, of(["asc", "desc"])),
    group: one("group", NO_TERMS.group, of(GROUPINGS)),
    folded: list("folded", any),
  };
  return { terms, ignored };
}

/** As an address holds them: what is as usual is left out of it. */
export function writeTerms(terms: ListTerms): RawTerms {
  const list = (values: readonly string[]): string | null =>
    values.length === 0 ? null : values.map((value) => value.replace(/[%,]/g, encodeURIComponent)).join(",");
  const unless = <Name extends "sort" | "order" | "group">(name: Name): string | null =>
    terms[name] === NO_TERMS[name] ? null : terms[name];
  return {
    q: terms.q || null,
    verdict: list(terms.verdict),
    service: list(terms.service),
    team: list(terms.team),
    tier: list(terms.tier),
    decision: list(terms.decision),
    window: list(terms.window),
    kind: list(terms.kind),
    budget: terms.budget === null ? null : String(terms.budget),
    lint: terms.lint ? "yes" : null,
    drift: terms.drift ? "yes" : null,
    sort: unless("sort"),
    order: unless("order"),
    group: unless("group"),
    folded: list(terms.folded),
  };
}

/** The query part of an address, without `?`; a kept view says nothing of what is folded. */
export function queryOf(terms: ListTerms): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(writeTerms({ ...terms, folded: [] })))
    if (value !== null) query.set(name, value);
  return query.toString();
}

/** Reads the query part of an address. Names that are no terms are ignored as well, and named. */
export function termsIn(query: string): { terms: ListTerms; ignored: IgnoredTerm[] } {
  const raw: Partial<RawTerms> = {};
  const strangers: IgnoredTerm[] = [];
  for (const [name, value] of new URLSearchParams(query)) {
    const known = TERM_NAMES.find((each) => each === name);
    if (known === undefined) strangers.push({ name, value });
    else raw[known] ??= value;
  }
  const { terms, ignored } = readTerms(raw);
  return { terms, ignored: [...ignored, ...strangers] };
}

/** Whether anything is left out of the list. */
export const isNarrowed = (terms: ListTerms): boolean =>
  queryOf({ ...terms, sort: NO_TERMS.sort, order: NO_TERMS.order, group: NO_TERMS.group }) !== "";

/** A comma between values stands for itself; one within a value is written %2C. */
const partsOf = (value: string | null): string[] =>
  value === null
    ? []
    : value
        .split(",")
        .filter(Boolean)
        .map((part) => part.replace(/%2c/gi, ",").replace(/%25/g, "%"));
