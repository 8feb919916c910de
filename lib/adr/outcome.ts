/** What a revisit may decide of a decision. */
export const OUTCOMES = ["keep", "tighten", "relax", "supersede", "retire", "need-data"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_WORDS: Record<Outcome, string> = {
  keep: "Keep",
  tighten: "Tighten",
  relax: "Relax",
  supersede: "Supersede",
  retire: "Retire",
  "need-data": "Need data",
};

/** After these the decision is not looked at again. */
export const isSettled = (outcome: Outcome): boolean => outcome === "supersede" || outcome === "retire";

export const outcomeIn = (text: string): Outcome => OUTCOMES.find((each) => each === text) ?? "keep";
