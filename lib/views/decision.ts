import type { Root } from "hast";
import type { SloRow } from "./slo-row";

export type Evidence = {
  slo: SloRow;
  /** The promised sentence, from the front matter. */
  statement: string | null;
  /** What the record says against what the store says, where they differ. */
  drift: string | null;
  breachesThisQuarter: number;
  minutesBreachedThisQuarter: number;
  /** Oldest first; the last is the current one. */
  quarters: { label: string; attainment: number | null; coverage: number; current: boolean }[];
};

export type DecisionSection = {
  anchor: string;
  level: 2 | 3 | 4;
  title: string;
  /** Set where the section holds one decision. */
  decisionId: string | null;
  body: Root;
  evidence: Evidence[];
};

export type DecisionView = {
  now: string;
  path: string;
  number: string | null;
  title: string;
  status: string;
  /** Where the status was read: "front matter", "heading Status". */
  statusWhere: string;
  date: string | null;
  decisionMakers: string[];
  confidence: string | null;
  review: { due: string | null; every: string | null; owner: string | null } | null;
  /** What stands before the first section. */
  lead: Root;
  sections: DecisionSection[];
  problem: string | null;
  /** The raw text, where it could not be rendered. */
  source: string | null;
  commit: { sha: string; at: string; subject: string } | null;
};
