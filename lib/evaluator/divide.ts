import "server-only";
import { EngineError } from "@/lib/gateways/prometheus";
import { CONNECTIONS, inParallel } from "./in-parallel";

/** Minutes [from, to]. */
export type Span = { from: number; to: number };

type Divided<T> = {
  work(items: readonly T[], span: Span): Promise<void>;
  /** What one item is made of, where it can be asked in parts; itself alone where not. */
  partsOf?(item: T): readonly T[];
  /** What the engine will not answer even alone. */
  refuse(item: T, message: string): void;
};

/** Faults that lie in what is asked: a part of it may be answered. A partial answer of one query is no reason to distrust another. */
const OF_THE_QUESTION = new Set(["rejected", "too-much", "partial"]);
export const isOfTheQuestion = ({ fault }: EngineError): boolean => OF_THE_QUESTION.has(fault);

/**
 * Asks for items together; where the engine refuses that, one by one, and where it is too much, for fewer minutes.
 * @throws EngineError where the engine does not answer at all
 */
export async function divided<T>(items: readonly T[], span: Span, how: Divided<T>): Promise<void> {
  try {
    await how.work(items, span);
  } catch (error) {
    if (!(error instanceof EngineError) || !isOfTheQuestion(error)) throw error;
    const [item] = items;
    if (item === undefined) return;
    const parts = items.length > 1 ? items : (how.partsOf?.(item) ?? [item]);
    if (parts.length > 1) for (const part of parts) await divided([part], span, how);
    else if (error.fault === "too-much" && span.to > span.from) await firstMinuteFirst(item, span, how);
    else how.refuse(item, error.message);
  }
}

/** A single minute first: what is too much even then need not be tried in many pieces. */
async function firstMinuteFirst<T>(item: T, { from, to }: Span, how: Divided<T>): Promise<void> {
  let isRefused = false;
  const watching: Divided<T> = {
    ...how,
    refuse(refused, message) {
      isRefused = true;
      how.refuse(refused, message);
    },
  };
  const middle = (from + 1 + to) >> 1;
  const pieces = [
    { from, to: from },
    { from: from + 1, to: middle },
    { from: middle + 1, to },
  ];
  for (const piece of pieces) if (!isRefused && piece.from <= piece.to) await divided([item], piece, watching);
}

/** Minutes, below which it is not worth a request of its own, and above which one would keep the engine for long. */
const SHORTEST_PIECE = 180;
const LONGEST_PIECE = 1440;

/** Works on every item for every piece of a span. A single SLI's long history is asked for in several pieces at a time. */
export async function inPieces<T>(
  items: readonly T[],
  { from, to }: Span,
  work: (item: T, piece: Span) => Promise<void>,
): Promise<void> {
  const atATime = Math.max(1, Math.floor(CONNECTIONS / Math.max(1, items.length)));
  const size = Math.min(LONGEST_PIECE, Math.max(SHORTEST_PIECE, Math.ceil((to - from + 1) / atATime)));
  const pieces: Span[] = [];
  for (let begin = from; begin <= to; begin += size) pieces.push({ from: begin, to: Math.min(to, begin + size - 1) });
  await inParallel(
    pieces.flatMap((piece) => items.map((item) => ({ item, piece }))),
    ({ item, piece }) => work(item, piece),
  );
}
