/** What happened under one set of values, in the order of its table's labels. Counts may be fractions: they come from rates. */
export type Cell = { values: readonly string[]; bad: number; total: number };

/** The events of a breach by the values of one label, or of a pair of labels. Every table splits the same events. */
export type Split = {
  labels: readonly string[];
  cells: readonly Cell[];
  /** A label that says what a bad event is, such as its status: it follows from being bad, and explains nothing. */
  isConsequence: boolean;
};

export type ContributionRow = Cell & {
  /** Of the bad events and of all events, 0..1. */
  badShare: number;
  totalShare: number;
  /** Share of the bad events ÷ share of all events; null where it has no events. */
  lift: number | null;
  /** Bad events beyond what its share of the traffic would carry; negative below it. */
  excess: number;
};

export type ContributionTable = {
  labels: readonly string[];
  /** What carries most beyond its share of the traffic comes first. */
  rows: ContributionRow[];
  isConsequence: boolean;
  /** How much better its first row and the rest explain the bad events than one rate for all: a log-likelihood ratio. */
  evidence: number;
};

/** Who is hit. `several`: some values of one label or pair together; `too-few`: bad events are too few to tell. */
export type ContributionVerdict =
  | { kind: "value" | "pair" | "several"; labels: readonly string[]; rows: ContributionRow[] }
  | { kind: "uniform" | "too-few" };

export type Contribution = { bad: number; total: number; tables: ContributionTable[]; verdict: ContributionVerdict };

/** Chance, at most, of naming somebody where the fault is uniform: over all that is tested, not for each. */
const FALSE_NAME = 1e-4;
/** Below it a value carries hardly more than its share, however sure that is. */
export const LEAST_LIFT = 1.15;
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

/** Who carries the bad events: for each split its ranked rows, the splits that explain best first, and what stands out. */
export function contributionOf(splits: readonly Split[]): Contribution {
  const tables = splits.map(tableOf);
  const [bad, total] = totalsOf(splits[0]?.cells ?? []);
  const candidates = tables.filter(({ isConsequence, rows }) => !isConsequence && rows.length > 1);
  const verdict = verdictOf(candidates, bad);
  return { bad, total, tables: ranked(tables, verdict), verdict };
}

function totalsOf(cells: readonly Cell[]): [bad: number, total: number] {
  return cells.reduce(([bad, total], cell) => [bad + cell.bad, total + cell.total], [0, 0]);
}

function tableOf({ labels, cells, isConsequence }: Split): ContributionTable {
  const [bad, total] = totalsOf(cells);
  const rows = cells
    .map((cell): ContributionRow => {
      const badShare = bad > 0 ? cell.bad / bad : 0;
      const totalShare = total > 0 ? cell.total / total : 0;
      const lift = totalShare > 0 ? badShare / totalShare : null;
      return { ...cell, badShare, totalShare, lift, excess: cell.bad - bad * totalShare };
    })
    .sort((a, b) => b.excess - a.excess || b.total - a.total || (a.values.join() < b.values.join() ? -1 : 1));
  const [first] = rows;
  return { labels, rows, isConsequence, evidence: first ? evidenceOf(first, bad, total) : 0 };
}

/** n·KL(share ‖ expected): by Chernoff's bound the chance that so much of n falls where `expected` of it should is below exp(−this). */
function surprise(n: number, share: number, expected: number): number {
  const part = (p: number, q: number): number => (p <= 0 ? 0 : p * Math.log(p / q));
  if (share <= expected) return 0;
  return expected <= 0 ? Number.POSITIVE_INFINITY : n * (part(share, expected) + part(1 - share, 1 - expected));
}

/** Log-likelihood that two rates gain over one, of bad among all: of a cell, and of the rest. */
function evidenceOf(cell: { bad: number; total: number }, bad: number, total: number): number {
  const likelihood = (events: number, of: number): number => {
    const rate = of > 0 ? Math.min(1, Math.max(0, events / of)) : 0;
    return (rate > 0 ? events * Math.log(rate) : 0) + (rate < 1 ? (of - events) * Math.log(1 - rate) : 0);
  };
  if (cell.bad * total <= bad * cell.total) return 0;
  return Math.max(
    0,
    likelihood(cell.bad, cell.total) + likelihood(bad - cell.bad, total - cell.total) - likelihood(bad, total),
  );
}

function verdictOf(tables: readonly ContributionTable[], bad: number): ContributionVerdict {
  if (bad < FEWEST_BAD) return { kind: "too-few" };
  const tested = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  const needed = Math.log(Math.max(1, tested) / FALSE_NAME);
  const standOut = (row: ContributionRow): boolean =>
    (row.lift ?? 0) >= LEAST_LIFT && surprise(bad, row.badShare, row.totalShare) >= needed;
  const found = tables.filter(({ rows: [first] }) => first && standOut(first)).sort((a, b) => b.evidence - a.evidence);
  const single = found.find(({ labels }) => labels.length === 1);
  const pair = found.find(({ labels }) => labels.length === 2);
  const best = pair && (!single || explainsMore(pair, single, needed, bad, tables)) ? pair : single;
  if (!best) return { kind: "uniform" };
  const rows = best.rows.filter(standOut);
  const carried = best.rows.reduce((sum, { excess }) => sum + Math.max(0, excess), 0);
  const [first] = rows as [ContributionRow];
  if (first.excess < LEAST_OF_EXCESS * carried && rows.length > 1)
    return { kind: "several", labels: best.labels, rows: rows.slice(0, 3) };
  return { kind: best.labels.length === 2 ? "pair" : "value", labels: best.labels, rows: [first] };
}

/**
 * One label is the simpler answer: a pair takes its place only where it explains more than chance would, and holds most of
 * what the value carries beyond the others.
 */
function explainsMore(
  pair: ContributionTable,
  single: ContributionTable,
  needed: number,
  bad: number,
  tables: readonly ContributionTable[],
): boolean {
  if (pair.evidence < single.evidence + needed) return false;
  const [cell, value] = [pair.rows[0], single.rows[0]];
  if (!cell || !value) return false;
  const at = pair.labels.indexOf(single.labels[0] ?? "");
  if (at < 0 || cell.values[at] !== value.values[0]) return true;
  const total = tables[0]?.rows.reduce((sum, row) => sum + row.total, 0) ?? 0;
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
