export const VERDICTS = ["breached", "at-risk", "unknown", "no-traffic", "met"] as const;
export type Verdict = (typeof VERDICTS)[number];
