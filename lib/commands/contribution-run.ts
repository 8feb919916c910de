import "server-only";
import { noEngine } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import { count } from "@/lib/format/count";
import { type BreakdownEngine, breakdownEngine } from "@/lib/gateways/breakdown";
import { EngineError } from "@/lib/gateways/prometheus";
import { type Breakdown, type Term, valuesOf } from "@/lib/rules/breakdown";
import { earlierSpans, type LabelledCount, type Span, sharedLabels, splitOf } from "@/lib/rules/breakdown-answers";
import type { BreachKind } from "@/lib/slo/breach-kind";
import { contributionOf, keptRows, ONE_VALUE, type Split, worthComparing } from "@/lib/slo/contribution";
import type { Snapshot } from "@/lib/store/contributions";

/** A label with more values is refused by name. */
const MOST_VALUES = 2_000;
const MOST_LABELS = 12;
const MOST_PAIRED = 6;
const MOST_PAIR_VALUES = 20_000;
/** Rows of a table that are kept. */
const MOST_KEPT = 50;
/** Labels and pairs that are asked for at earlier times as well. */
const MOST_COMPARED = 8;

type Asked = {
  /** The name of the engine that the SLO is counted by. */
  engine: string;
  breakdown: Breakdown;
  atSeconds: number;
  minutes: number;
  span: string | null;
  kind: BreachKind;
};
type Counted = (answered: number, questions: number) => void;

/**
 * Asks the engine who is hit: which labels there are, how many values each has, then the bad and all events by each and by
 * each pair, and what stands out at earlier times as well. `said` hears after every answer how far it is.
 * @throws DomainError `unavailable` where nothing can be said
 */
export async function runContribution(asked: Asked, signal: AbortSignal, said: Counted): Promise<Snapshot> {
  const warnings = new Set<string>();
  const engine = breakdownEngine(asked.engine, signal, (warning) => warnings.add(warning));
  if (!engine) throw new DomainError("unavailable", noEngine(asked.engine));
  const asking = askingOf(engine, asked, signal, said);
  const whole = await asking.split([]);
  if (whole === null || whole.cells.every(({ total }) => total === 0))
    throw new DomainError(
      "unavailable",
      `${engine.name} has no events of these minutes: it keeps its history for a shorter time, or its series are gone.`,
    );
  const notAsked: Snapshot["notAsked"] = [];
  const labels = await asking.labels(notAsked);
  const splits: Split[] = [];
  const refused = (label: string): void => {
    notAsked.push({ label, why: "its values are not the same for bad events and for all events" });
  };
  asking.expect(labels.length);
  for (const { label } of labels) {
    const split = await asking.trySplit([label]);
    if (split === "apart") refused(label);
    else if (split !== null) splits.push(split);
  }
  const paired = labels.filter(({ label }) =>
    splits.some((split) => split.labels[0] === label && !split.isConsequence),
  );
  const pairs = pairsOf(paired.slice(0, MOST_PAIRED));
  if (paired.length > MOST_PAIRED)
    notAsked.push({
      label: paired
        .slice(MOST_PAIRED)
        .map(({ label }) => label)
        .join(", "),
      why: `in no pairs: ${MOST_PAIRED} labels are paired at most`,
    });
  asking.expect(pairs.length);
  for (const { labels: pair, values } of pairs) {
    if (values > MOST_PAIR_VALUES) {
      notAsked.push({
        label: pair.join(" × "),
        why: `up to ${count(values)} pairs, the cap is ${count(MOST_PAIR_VALUES)}`,
      });
      continue;
    }
    const split = await asking.trySplit(pair);
    if (split !== null && split !== "apart") splits.push(split);
  }
  if (splits.length === 0 && asking.unanswered.length > 0)
    throw new DomainError("unavailable", asking.unanswered[0] ?? "No question was answered.");
  const comparedWith = await compare(asking, splits, asked);
  const unanswered = [...warnings, ...asking.unanswered];
  return { ...snapshotOf(whole, splits, notAsked, unanswered, asked.span), comparedWith };
}

/** Asks of what stands out how it was before the breach; returns when that was, in words. */
async function compare(asking: ReturnType<typeof askingOf>, splits: Split[], breach: Asked): Promise<string> {
  const compared = worthComparing(splits).slice(0, MOST_COMPARED);
  const { name, spans } = earlierSpans(breach, breach.kind);
  asking.expect(compared.length * spans.length);
  for (const split of compared) {
    const before: Split["cells"][] = [];
    for (const span of spans) {
      const then = await asking.trySplit(split.labels, span);
      if (then !== null && then !== "apart" && then.cells.length > 0) before.push(then.cells);
    }
    splits[splits.indexOf(split)] = { ...split, before };
  }
  return name;
}

/** Of two labels the one with more values comes first, as in "product pages in one region". */
const pairsOf = (labels: readonly { label: string; values: number }[]) => {
  const ordered = labels.toSorted((a, b) => b.values - a.values || (a.label < b.label ? -1 : 1));
  return ordered.flatMap((a, i) =>
    ordered.slice(i + 1).map((b) => ({ labels: [a.label, b.label], values: a.values * b.values })),
  );
};

/** The questions of one run, and how far it is. */
function askingOf(
  engine: BreakdownEngine,
  { breakdown, atSeconds, minutes }: Asked,
  signal: AbortSignal,
  said: Counted,
) {
  const range = `${minutes}m`;
  const keyOf = (term: Term): string => term.by([], range);
  const terms = [...new Map([...breakdown.part, ...breakdown.total].map((term) => [keyOf(term), term])).values()];
  const selectors = [...new Set(terms.flatMap((term) => term.selectors))];
  const unanswered: string[] = [];
  let answered = 0;
  let questions = 0;

  const more = (by: number): void => {
    questions += by;
    said(answered, questions);
  };
  more(terms.length + selectors.length);

  async function answer<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    signal.throwIfAborted();
    const found = await ask();
    answered += 1;
    said(answered, questions);
    return found;
  }

  /** null: not answered, which is noted. */
  async function orNoted<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer | null> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof EngineError) || signal.aborted) throw error;
      unanswered.push(`${what}: ${error.message}`);
      return null;
    }
  }

  /** @throws EngineError */
  async function split(labels: readonly string[], at: Span = { atSeconds, minutes }): Promise<Split | null> {
    const answers = new Map<string, LabelledCount[]>();
    for (const term of terms)
      answers.set(keyOf(term), await answer(() => engine.counts(term.by(labels, `${at.minutes}m`), at.atSeconds)));
    return splitOf(breakdown, labels, (term) => answers.get(keyOf(term)) ?? []);
  }

  async function valuesIn(label: string): Promise<number> {
    const counts: number[] = [];
    for (const term of breakdown.total) {
      const [first] = await answer(() => engine.counts(valuesOf(term, label, range), atSeconds));
      counts.push(first?.value ?? 0);
    }
    return Math.max(0, ...counts);
  }

  return {
    unanswered,
    split,
    /** So many splits are going to be asked for. */
    expect: (splits: number): void => more(splits * terms.length),
    /** Of the breach, or of an earlier time. "apart": bad and all events have other values. */
    trySplit: (labels: readonly string[], earlier?: Span): Promise<Split | "apart" | null> =>
      orNoted(
        `${labels.join(" × ")}${earlier ? " before the breach" : ""}`,
        async () => (await split(labels, earlier)) ?? "apart",
      ),
    /** The labels that can be asked by, with how many values each has; the others are named. */
    async labels(notAsked: Snapshot["notAsked"]): Promise<{ label: string; values: number }[]> {
      const names: string[][] = [];
      for (const selector of selectors)
        names.push(await answer(() => engine.labelNames(selector, atSeconds - minutes * 60, atSeconds)));
      const { shared, some } = sharedLabels(names);
      for (const label of some) notAsked.push({ label, why: "only some of its series carry it" });
      for (const label of shared.slice(MOST_LABELS))
        notAsked.push({ label, why: `${MOST_LABELS} labels are asked by at most` });
      const candidates = shared.slice(0, MOST_LABELS);
      more(candidates.length * breakdown.total.length);
      const labels: { label: string; values: number }[] = [];
      for (const label of candidates) {
        const values = await orNoted(label, () => valuesIn(label));
        if (values === null) continue;
        if (values > MOST_VALUES)
          notAsked.push({ label, why: `${count(values)} values, the cap is ${count(MOST_VALUES)}` });
        else if (values > 1) labels.push({ label, values });
        else notAsked.push({ label, why: ONE_VALUE });
      }
      return labels;
    },
  };
}

function snapshotOf(
  whole: Split,
  splits: readonly Split[],
  notAsked: Snapshot["notAsked"],
  unanswered: string[],
  span: string | null,
): Omit<Snapshot, "comparedWith"> {
  const sum = (of: "bad" | "total"): number => whole.cells.reduce((all, cell) => all + cell[of], 0);
  const { tables, verdict } = contributionOf(splits, { bad: sum("bad"), total: sum("total") });
  const kept = (rows: (typeof tables)[number]["rows"]) =>
    rows.map(({ values, bad, total, badShare, totalShare, lift, isAlwaysWorse }) => ({
      values: [...values],
      bad,
      total,
      badShare,
      totalShare,
      lift,
      isAlwaysWorse,
    }));
  return {
    bad: sum("bad"),
    total: sum("total"),
    tables: tables.map(({ labels, rows, isConsequence }) => ({
      labels: [...labels],
      rows: kept(keptRows(rows, MOST_KEPT)),
      isConsequence,
      left: Math.max(0, rows.length - MOST_KEPT),
    })),
    verdict:
      "rows" in verdict
        ? {
            kind: verdict.kind,
            labels: [...verdict.labels],
            rows: kept(verdict.rows),
            setAside: kept(verdict.setAside),
          }
        : { kind: verdict.kind, labels: [], rows: [], setAside: [] },
    isCompared: splits.some(({ before = [] }) => before.length > 0),
    notAsked,
    unanswered,
    span,
  };
}
