import { RulesTerms, respondRules } from "@/app/api/v1/_rules";
import { ruleFilesView, rulesView } from "@/lib/views/rules";

/**
 * Recording and burn alert rules of every SLO of an `engine`, or of one `service`, `for` one of the rulers, to be loaded by an engine of one's
 * own. With `format=json` a file for each service, and what became of each SLO.
 */
export const GET = (request: Request): Promise<Response> =>
  respondRules(
    request,
    "plumbline-rules.yaml",
    RulesTerms,
    (reader, now, asked) => rulesView(reader, now, asked),
    (reader, now, asked) => ruleFilesView(reader, now, asked),
  );
