import * as z from "zod";
import { parsed, termsIn } from "@/app/api/_receive";
import { problemOf } from "@/app/api/_respond";
import { currentReader, type Reader } from "@/lib/auth/actor";
import { RULERS, type Ruler } from "@/lib/rules/alerting/rule";
import { entityTagsIn } from "@/lib/slo/entity-tags";
import type { RulesView } from "@/lib/views/rules";

export const SloRulesTerms = z.strictObject({
  for: z
    .enum(RULERS, { error: `is none of ${RULERS.join(", ")}` })
    .default("prometheus")
    .describe("What evaluates the rules."),
  format: z.enum(["yaml", "json"], { error: "is neither yaml nor json" }).default("yaml"),
});
export const RulesTerms = SloRulesTerms.extend({
  service: z.string().min(1).max(200).optional(),
  engine: z
    .string()
    .min(1)
    .max(63)
    .optional()
    .describe("The name of the engine that is to load them, whose SLOs they are of; left out, the default one."),
});

/** What an address asks of rules. `service`: null where it is of every one; `engine`: undefined for the default one. */
export type RulesAsked = { ruler: Ruler; service: string | null; engine: string | undefined };

/** A rule file as YAML, with the ETag of its text; or what `json` says. Problem documents where it cannot be. */
export async function respondRules(
  request: Request,
  name: string,
  terms: typeof SloRulesTerms | typeof RulesTerms,
  read: (reader: Reader, now: Date, asked: RulesAsked) => Promise<RulesView>,
  json: (reader: Reader, now: Date, asked: RulesAsked) => Promise<object>,
): Promise<Response> {
  try {
    const reader = await currentReader();
    const given = parsed(terms, termsIn(request));
    const { service = null, engine } = given as z.infer<typeof RulesTerms>;
    const asked = { ruler: given.for, service, engine };
    if (given.format === "json")
      return Response.json(await json(reader, new Date(), asked), { headers: { "cache-control": "no-store" } });
    const { text, etag } = await read(reader, new Date(), asked);
    const headers = {
      "content-type": "application/yaml; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      // Whoever loads them keeps the tag and asks again; nobody in between keeps a copy.
      "cache-control": "no-store",
      vary: "authorization, cookie",
      etag: `"${etag}"`,
    };
    if (entityTagsIn(request.headers.get("if-none-match")).includes(etag))
      return new Response(null, { status: 304, headers });
    return new Response(text, { headers });
  } catch (error) {
    return problemOf(error);
  }
}
