/** What is known of one alert, from all that was said of it. Times are ms. */
export type AlertState = {
  status: "firing" | "resolved";
  /** The latest end that was heard of. */
  endsAt: number | null;
  /** When it was first heard that it fires, and that it has ended; null where it was not, or it fires again. */
  firingHeardAt: number | null;
  resolvedHeardAt: number | null;
};

/** What a message says of it. */
export type AlertHeard = { status: "firing" | "resolved"; endsAt: number | null };

/**
 * Messages may overtake one another by as much: proxies, retries, and the members of a cluster of Alertmanagers. What says
 * "firing" later than this after the end is a new word, as when an engine comes back after its alerts had run out.
 */
const LATE_MS = 10 * 60_000;

/**
 * What is known after one more message: whether it has ended depends on which messages came, not on their order or number.
 * An end that is older than a new word changes nothing.
 */
export function afterHearing(known: AlertState | null, heard: AlertHeard, now: number): AlertState {
  const { status, endsAt, firingHeardAt, resolvedHeardAt } = known ?? NOTHING;
  if (heard.status === "firing") {
    const endHeardAt = Math.max(endsAt ?? 0, resolvedHeardAt ?? 0);
    const isNewWord = status === "resolved" && firingHeardAt !== null && now - endHeardAt > LATE_MS;
    return {
      status: status === "resolved" && !isNewWord ? "resolved" : "firing",
      endsAt,
      firingHeardAt: firingHeardAt ?? now,
      resolvedHeardAt: isNewWord ? null : resolvedHeardAt,
    };
  }
  // The clock of its sender may be ahead of ours: what has ended, did so by the time that it was heard.
  const heardAt = status === "resolved" ? (resolvedHeardAt ?? now) : now;
  const end = heard.endsAt === null || heard.endsAt > now ? heardAt : heard.endsAt;
  // It fired again after that end.
  const isOld = status === "firing" && endsAt !== null && end <= endsAt;
  return {
    status: isOld ? "firing" : "resolved",
    endsAt: endsAt === null ? end : Math.max(endsAt, end),
    firingHeardAt,
    resolvedHeardAt: resolvedHeardAt ?? now,
  };
}

const NOTHING = { status: "firing", endsAt: null, firingHeardAt: null, resolvedHeardAt: null } as const;
