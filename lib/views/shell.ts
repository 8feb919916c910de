/** Something that is configured wrongly: what, what is wrong with it, and the way out. */
export type Problem = { subject: string; message: string; wayOut: string | null };

/** What every page shows around its own content. Times are ISO 8601 UTC. */
export type ShellView = {
  now: string;
  engine: {
    /** Host and port of the engine. */
    name: string;
    /** `waiting`: nothing was asked yet. */
    state: "answering" | "silent" | "waiting";
    lastAnswerAt: string | null;
    message: string | null;
  };
  /** End of the last minute that is counted for every SLO. */
  ledgerFinalTo: string | null;
  counts: { today: number; slos: number; openBreaches: number; decisions: number };
  problems: Problem[];
  /** Spans of history that were generated for the demo, not measured. */
  generated: { from: string; to: string; note: string }[];
  backfill: { done: number; total: number; running: string[] } | null;
};
