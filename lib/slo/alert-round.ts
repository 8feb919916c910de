type Labels = Readonly<Record<string, string>>;

/** Something that an Alertmanager is to be told of. `startsAt` is ms. */
export type AlertToSend = {
  /** `breach:12`, or `revisit:docs/adr/0001-….md#d1`. */
  subject: string;
  breachId: number | null;
  startsAt: number;
  labels: Labels;
  annotations: Labels;
};

/** What is posted of it: it fires until `endsAt`, ms. */
export type AlertPost = AlertToSend & { endsAt: number; isEnd: boolean };

/**
 * What an Alertmanager is told now. What holds fires for `holdMs` more, and is told again before that has passed; what it was
 * told of and holds no more ends. The labels and the beginning of what it was told of before stay as they were, as they are
 * what the alert is known by. Ends come first: an alert may begin again with the labels of one that has just ended.
 */
export function alertRound(
  wanted: readonly AlertToSend[],
  told: readonly AlertToSend[],
  endOf: (told: AlertToSend) => number | null,
  now: number,
  holdMs: number,
): AlertPost[] {
  const known = new Map(told.map((each) => [each.subject, each]));
  const holding = new Set(wanted.map(({ subject }) => subject));
  const ended = told
    .filter(({ subject }) => !holding.has(subject))
    .map((each) => {
      // Alertmanager refuses what ends before it begins, and takes for firing what ends later than now.
      const end = Math.min(now, Math.max(each.startsAt, endOf(each) ?? now));
      return { ...each, endsAt: end, isEnd: true };
    });
  const firing = wanted.map((each) => {
    const { labels, startsAt } = known.get(each.subject) ?? each;
    return { ...each, labels, startsAt, endsAt: now + holdMs, isEnd: false };
  });
  const inOrder = (a: AlertPost, b: AlertPost): number => a.startsAt - b.startsAt;
  return [...ended.sort(inOrder), ...firing.sort(inOrder)];
}

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 2 * 60_000;

/** How long is waited after so many failures in a row, ms. */
export const pauseAfter = (failures: number): number =>
  failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
