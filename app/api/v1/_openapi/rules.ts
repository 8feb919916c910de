import { RulesTerms, SloRulesTerms } from "@/app/api/v1/_rules";
import type { Operation } from "./operation";

const tag = "SLOs";
const common = {
  tag,
  access: "read",
  tagged: true,
  revalidates: true,
  answer: "application/yaml",
  alsoAnswers: "application/json",
} as const;

export const RULES_OPERATIONS: readonly Operation[] = [
  {
    ...common,
    route: "GET /api/v1/rules",
    summary: "Recording and burn alert rules of all SLOs, or of a service's",
    description:
      "For an engine of one's own. With `format=json` a file for each service, and what became of each SLO: `notes` is what no rule says, `refused` why there are none.",
    terms: RulesTerms,
    example: { terms: { for: "prometheus" } },
    problems: [404],
  },
  {
    ...common,
    route: "GET /api/v1/slos/[id]/rules",
    summary: "Recording and burn alert rules of one SLO",
    description: "409 where none can be written; with `format=json` the reason is in `refused`.",
    terms: SloRulesTerms,
    example: { path: { id: "checkout" } },
    problems: [409],
  },
];
