import type { Verdict } from "@/lib/slo/verdict";

export const VERDICT_WORDS: Record<Verdict, string> = {
  breached: "Breached",
  "at-risk": "At risk",
  unknown: "Unknown",
  "no-traffic": "No traffic",
  met: "Met",
};

const DRESS: Record<Verdict, string> = {
  breached: "breach",
  "at-risk": "risk",
  unknown: "unknown",
  "no-traffic": "idle",
  met: "met",
};

/** The colour token of a verdict: "breach", "risk", "unknown", "idle", "met". */
export function verdictTone(verdict: Verdict): string {
  return DRESS[verdict];
}

/** Shape, colour and word. */
export function VerdictChip({ verdict, word }: { verdict: Verdict; word?: string }) {
  return (
    <span className={`v ${DRESS[verdict]}`}>
      <VerdictShape verdict={verdict} />
      {word ?? VERDICT_WORDS[verdict]}
    </span>
  );
}

/** The shape alone: the word, or a text alternative, stands beside it. */
export function VerdictShape({ verdict }: { verdict: Verdict }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {SHAPES[verdict]}
    </svg>
  );
}

const SHAPES = {
  breached: (
    <>
      <rect x="1" y="1" width="10" height="10" rx="1.5" fill="currentColor" />
      <path d="M3.8 3.8l4.4 4.4M8.2 3.8L3.8 8.2" stroke="var(--shape-cross)" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
  "at-risk": (
    <>
      <path d="M6 1.6L11 10.6H1Z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />
      <path d="M6 5v2.4M6 8.9v.2" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" />
    </>
  ),
  unknown: (
    <>
      <circle cx="6" cy="6" r="4.8" fill="none" stroke="currentColor" strokeWidth="1.3" strokeDasharray="2.1 1.7" />
      <path
        d="M4.7 4.9a1.35 1.35 0 1 1 2 1.15c-.5.3-.7.5-.7 1M6 8.6v.1"
        stroke="currentColor"
        strokeWidth="1.2"
        fill="none"
        strokeLinecap="round"
      />
    </>
  ),
  "no-traffic": (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M3.9 6h4.2" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" />
    </>
  ),
  met: <circle cx="6" cy="6" r="4" fill="currentColor" />,
} satisfies Record<Verdict, React.ReactNode>;
