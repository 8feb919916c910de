import type { BreachKind, BreachOrigin } from "@/lib/slo/breach";
import type { DecisionLink } from "./slo-row";

export type BreachRow = {
  id: number;
  slo: { id: string; name: string; service: string };
  kind: BreachKind;
  origin: BreachOrigin;
  openedAt: string;
  closedAt: string | null;
  closeReason: string | null;
  durationSeconds: number;
  /** Lowest attainment (0..1) of the judged window while open; for burns the highest burn rate. */
  worst: number | null;
  badEvents: number;
  totalEvents: number;
  /** Share of the window's whole budget that the episode spent, 0..1 and more. */
  budgetSpent: number | null;
  targetVersion: number;
  targetStatement: string;
  decision: DecisionLink | null;
};
