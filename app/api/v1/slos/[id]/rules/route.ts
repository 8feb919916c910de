import { respondRules, SloRulesTerms } from "@/app/api/v1/_rules";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import type { Ruler } from "@/lib/rules/alerting/rule";
import { sloRulesView } from "@/lib/views/rules";

type Context = { params: Promise<{ id: string }> };

/** Recording and burn alert rules of one SLO. With `format=json` also what of it no rule says, or why there are none. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const read = async (reader: Reader, now: Date, { ruler }: { ruler: Ruler }) => {
    const found = await sloRulesView(reader, now, id, ruler);
    if (!found) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
    return found;
  };
  return respondRules(
    request,
    `${/^[a-z0-9-]+$/.test(id) ? id : "slo"}-rules.yaml`,
    SloRulesTerms,
    async (reader, now, asked) => {
      const found = await read(reader, now, asked);
      const refused = found.slos[0]?.refused ?? null;
      if (refused !== null)
        throw new DomainError(
          "conflict",
          `No rules can be written of ${id}: ${refused}.`,
          "Its page says what can be done.",
        );
      return found;
    },
    read,
  );
}
