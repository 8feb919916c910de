import * as z from "zod";
import { RulesTerms, SloRulesTerms } from "@/app/api/v1/_rules";
import type { ruleFilesView, sloRulesView } from "@/lib/views/rules";
import { answerOf, type Returned } from "./answer-of";
import type { Operation } from "./operation";

const tag = "SLOs";
const common = {
  tag,
  access: "read",
  tagged: true,
  revalidates: true,
  answer: "application/yaml",
} as const;

const slos = z
  .array(
    z.strictObject({ id: z.string(), service: z.string(), notes: z.array(z.string()), refused: z.string().nullable() }),
  )
  .meta({ description: "What became of each: `notes` is what no rule says, `refused` why there are none." });
const text = z.string().meta({ description: "YAML" });
const RuleFiles = answerOf<Returned<typeof ruleFilesView>>()(
  z
    .strictObject({ files: z.array(z.strictObject({ service: z.string(), name: z.string(), text })), slos })
    .meta({ id: "RuleFiles" }),
);
const Rules = answerOf<Returned<typeof sloRulesView>>()(
  z.strictObject({ text, etag: z.string(), slos }).meta({ id: "Rules" }),
);

export const RULES_OPERATIONS: readonly Operation[] = [
  {
    ...common,
    route: "GET /api/v1/rules",
    name: "getRules",
    summary: "Recording and burn alert rules of all SLOs, or of a service's",
    description:
      "For an engine of one's own. With `format=json` a file for each service, and what became of each SLO: `notes` is what no rule says, `refused` why there are none.",
    terms: RulesTerms,
    alsoAnswers: RuleFiles,
    example: { terms: { for: "prometheus" } },
    problems: [404],
  },
  {
    ...common,
    route: "GET /api/v1/slos/[id]/rules",
    name: "getSloRules",
    summary: "Recording and burn alert rules of one SLO",
    description: "409 where none can be written; with `format=json` the reason is in `refused`.",
    terms: SloRulesTerms,
    alsoAnswers: Rules,
    example: { path: { id: "checkout" } },
    problems: [409],
  },
];
