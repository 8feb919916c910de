import { wasAsBad } from "./always-worse";
import { type Counts, evidenceOf, LEAST_LIFT, surprise } from "./stands-out";

/** What happened under one set of values, in the order of its table's labels. Counts may be fractions: they come from rates. */
export type Cell = { values: readonly string[]; bad: number; total: number };

/** The events of a breach by the values of one label, or of a pair of labels. Every table splits the same events. */
export type Split = {
  labels: readonly string[];
  cells: readonly Cell[];
  /** A label that says what a bad event is, such as its status: it follows from being bad, and explains nothing. */
  isConsequence: boolean;
  /** The same split of times before the breach; none where nothing was asked of them. */
  before?: readonly (readonly Cell[])[];
};

export type ContributionRow = Cell & {
  /** Of the bad events and of all events, 0..1. */
  badShare: number;
  totalShare: number;
  /** Share of the bad events ÷ share of all events; null where it has no events. */
  lift: number | null;
  /** Bad events beyond what its share of the traffic would carry; negative below it. */
  excess: number;
  /** It stands out, and did so by as much before the breach. */
  isAlwaysWorse: boolean;
};

export type ContributionTable = {
  labels: readonly string[];
  /** What carries most beyond its share of the traffic comes first. */
  rows: ContributionRow[];
  isConsequence: boolean;
  /** How much better its first row and the rest explain the bad events than one rate for all: a log-likelihood ratio. */
  evidence: number;
};

/**
 * Who is hit. `several`: some values of one label or pair together; `always-worse`: who stands out did so before the breach as
 * well; `too-few`: bad events are too few to tell. Rows that are named have their shares of what is left without `setAside`.
 */
export type ContributionVerdict =
  | {
      kind: "value" | "pair" | "several" | "always-worse";
      labels: readonly string[];
      rows: ContributionRow[];
      /** Of the same table, what was as bad before. */
      setAside: ContributionRow[];
    }
  | { kind: "uniform" | "too-few" };

export type Contribution = { bad: number; total: number; tables: ContributionTable[]; verdict: ContributionVerdict };

/** Chance, at most, of naming somebody where the fault is uniform: over all that is tested, not for each. */
const FALSE_NAME = 1e-4;
/** Of what is carried beyond the shares of the traffic. */
const LEAST_OF_EXCESS = 0.6;
/** Of a value's excess, in one cell of it: then the fault is that cell's, and not the whole value's. */
const CONCENTRATED = 0.7;
/** Fewer say nothing of anybody. */
const FEWEST_BAD = 10;

/** Rows with less of the bad events are folded, but for the first few: who is not hit tells as much. */
const FOLDED_BELOW = 0.01;
const NEVER_FOLDED = 5;

/** The rows of a table that are worth showing, in their order. */
export const unfolded = <Row extends { badShare: number }>(rows: readonly Row[]): Row[] =>
  rows.filter((row, i) => i < NEVER_FOLDED || row.badShare >= FOLDED_BELOW);

/** At most so many rows of a table, in their order: first of all those that are worth showing. */
export function keptRows<Row extends { badShare: number }>(rows: readonly Row[], most: number): Row[] {
  if (rows.length <= most) return [...rows];
  const shown = unfolded(rows);
  const worth = new Set(shown);
  const kept = new Set([...shown, ...rows.filter((row) => !worth.has(row))].slice(0, most));
  return rows.filter((row) => kept.has(row));
}

/** Why a label needs no question: it tells nothing apart. */
export const ONE_VALUE = "one value only";

/**
 * Who carries the bad events: for each split its ranked rows, the splits that explain best first, and what stands out.
 * `whole`: all events, where there may be no split of them.
 */
export function contributionOf(splits: readonly Split[], whole = sumOf(splits[0]?.cells ?? [])): Contribution {
  const { bad, total } = whole;
  const standsOut = testOf(splits);
  const asBad = new Set<string>();
  const tables: ContributionTable[] = [];
  const candidates: Candidate[] = [];
  // One label after the other, then pairs: a pair of what was as bad before was so too, where its own counts do not say.
  for (const split of splits.toSorted((a, b) => a.labels.length - b.labels.length)) {
    const mayBeNamed = isCandidate(split);
    const left = mayBeNamed ? setAside(split, standsOut, asBad) : null;
    const table = tableOf(split, left?.aside);
    tables.push(table);
    if (left) candidates.push({ labels: split.labels, table, ...left });
  }
  const verdict = bad < FEWEST_BAD ? { kind: "too-few" as const } : verdictOf(candidates, standsOut);
  return { bad, total, tables: ranked(tables, verdict), verdict };
}

/** What happened at earlier times is worth asking of these: the splits of which something stands out. */
export function worthComparing(splits: readonly Split[]): Split[] {
  const standsOut = testOf(splits);
  return splits.filter((split) => isCandidate(split) && tableOf(split).rows.some(standsOut));
}

const isCandidate = ({ isConsequence, cells }: Split): boolean => !isConsequence && cells.length > 1;

type StandsOut = (row: ContributionRow, i: number, rows: readonly ContributionRow[]) => boolean;

/** Whether chance would hardly give a row what it carries, over all that is tested. */
function testOf(splits: readonly Split[]): StandsOut & { needed: number } {
  const tested = splits.filter(isCandidate).reduce((sum, { cells }) => sum + cells.length, 0);
  const needed = Math.log(Math.max(1, tested) / FALSE_NAME);
  const test: StandsOut = (row, _, rows) => {
    const [bad] = totalsOf(rows);
    return bad >= FEWEST_BAD && (row.lift ?? 0) >= LEAST_LIFT && surprise(bad, row.badShare, row.totalShare) >= needed;
  };
  return Object.assign(test, { needed });
}

/** A split that may be named: its rows without those that were as bad before. */
type Left = { rows: ContributionRow[]; evidence: number; aside: ReadonlySet<Cell> };
type Candidate = Left & { labels: readonly string[]; table: ContributionTable };

/** Takes away what stands out and was as bad before, again and again: others may stand out then. */
function setAside(split: Split, standsOut: StandsOut, asBad: Set<string>): Left {
  const aside = new Set<Cell>();
  for (;;) {
    const cells = split.cells.filter((cell) => !aside.has(cell));
    const { rows, evidence } = tableOf({ ...split, cells });
    const found = rows.filter(standsOut).filter((row) => isAlwaysWorse(row, cells, split, asBad));
    if (found.length === 0) return { rows, evidence, aside };
    for (const { values } of found) {
      const cell = cells.find((each) => keyOf(each) === values.join("\n"));
      if (cell) aside.add(cell);
      if (split.labels.length === 1) asBad.add(`${split.labels[0]}\n${values[0]}`);
    }
  }
}

const keyOf = ({ values }: Cell): string => values.join("\n");

function isAlwaysWorse(row: Cell, cells: readonly Cell[], { labels, before = [] }: Split, asBad: Set<string>): boolean {
  const among = new Set(cells.map(keyOf));
  // Together: what one of the times holds of the fault itself, or of the hour of the day, weighs half.
  const then = before.flat().filter((cell) => among.has(keyOf(cell)));
  const own = sumOf(then.filter((cell) => keyOf(cell) === keyOf(row)));
  const said = wasAsBad(row, rest(cells, keyOf(row)), own, rest(then, keyOf(row)));
  return said ?? (labels.length > 1 && labels.some((label, i) => asBad.has(`${label}\n${row.values[i]}`)));
}

const sumOf = (cells: readonly Cell[]): Counts => {
  const [bad, total] = totalsOf(cells);
  return { bad, total };
};
const rest = (cells: readonly Cell[], key: string): Counts => sumOf(cells.filter((cell) => keyOf(cell) !== key));

function totalsOf(cells: readonly Counts[]): [bad: number, total: number] {
  return cells.reduce(([bad, total], cell) => [bad + cell.bad, total + cell.total], [0, 0]);
}

function tableOf({ labels, cells, isConsequence }: Split, aside?: ReadonlySet<Cell>): ContributionTable {
  const [bad, total] = totalsOf(cells);
  const rows = cells
    .map((cell): ContributionRow => {
      const badShare = bad > 0 ? cell.bad / bad : 0;
      const totalShare = total > 0 ? cell.total / total : 0;
      const lift = totalShare > 0 ? badShare / totalShare : null;
      const excess = cell.bad - bad * totalShare;
      return { ...cell, badShare, totalShare, lift, excess, isAlwaysWorse: aside?.has(cell) ?? false };
    })
    .sort((a, b) => b.excess - a.excess || b.total - a.total || (a.values.join() < b.values.join() ? -1 : 1));
  const [first] = rows;
  return { labels, rows, isConsequence, evidence: first ? evidenceOf(first, bad, total) : 0 };
}

function verdictOf(candidates: readonly Candidate[], standsOut: StandsOut & { needed: number }): ContributionVerdict {
  const found = candidates
    .filter(({ rows: [first], rows }) => first && standsOut(first, 0, rows))
    .sort((a, b) => b.evidence - a.evidence);
  const single = found.find(({ labels }) => labels.length === 1);
  const pair = found.find(({ labels }) => labels.length === 2);
  const best = pair && (!single || explainsMore(pair, single, standsOut.needed)) ? pair : single;
  if (!best) return alwaysWorse(candidates);
  const named = best.rows.filter(standsOut);
  const carried = best.rows.reduce((sum, { excess }) => sum + Math.max(0, excess), 0);
  const [first] = named as [ContributionRow];
  const aside = best.table.rows.filter((row) => row.isAlwaysWorse);
  if (first.excess < LEAST_OF_EXCESS * carried && named.length > 1)
    return { kind: "several", labels: best.labels, rows: named.slice(0, 3), setAside: aside };
  return { kind: best.labels.length === 2 ? "pair" : "value", labels: best.labels, rows: [first], setAside: aside };
}

/** The simplest of what stood out and was as bad before; uniform where there is none. */
function alwaysWorse(candidates: readonly Candidate[]): ContributionVerdict {
  const [worst] = candidates
    .filter(({ aside }) => aside.size > 0)
    .sort((a, b) => a.labels.length - b.labels.length || b.table.evidence - a.table.evidence);
  if (!worst) return { kind: "uniform" };
  const rows = worst.table.rows.filter((row) => row.isAlwaysWorse).slice(0, 3);
  return { kind: "always-worse", labels: worst.labels, rows, setAside: [] };
}

/**
 * One label is the simpler answer: a pair takes its place only where it explains more than chance would, and holds most of
 * what the value carries beyond the others.
 */
function explainsMore(pair: Candidate, single: Candidate, needed: number): boolean {
  if (pair.evidence < single.evidence + needed) return false;
  const [cell, value] = [pair.rows[0], single.rows[0]];
  if (!cell || !value) return false;
  const at = pair.labels.indexOf(single.labels[0] ?? "");
  if (at < 0 || cell.values[at] !== value.values[0]) return true;
  const [bad, total] = totalsOf(single.rows);
  const outside = total > value.total ? (bad - value.bad) / (total - value.total) : 0;
  const beyond = (row: Cell): number => row.bad - row.total * outside;
  return beyond(cell) >= CONCENTRATED * beyond(value);
}

/** What the verdict names first; then by evidence, the simpler of two alike first, consequences last. */
function ranked(tables: readonly ContributionTable[], verdict: ContributionVerdict): ContributionTable[] {
  const named = "labels" in verdict ? verdict.labels.join("\n") : null;
  return tables.toSorted(
    (a, b) =>
      Number(b.labels.join("\n") === named) - Number(a.labels.join("\n") === named) ||
      Number(a.isConsequence) - Number(b.isConsequence) ||
      b.evidence - a.evidence ||
      a.labels.length - b.labels.length,
  );
}
