import * as z from "zod";
import { parsed } from "@/app/api/_receive";
import { problemOf } from "@/app/api/_respond";
import { parseDecisionAddress } from "@/lib/adr/decision-address";
import { currentReader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { TargetTerms } from "@/lib/slo/target-draft";
import { openSloOf } from "@/lib/views/openslo";

type Context = { params: Promise<{ id: string }> };

/** A target as an address says it: all of it, or nothing. */
const Proposed = TargetTerms.extend({
  objective: z.coerce.number("is no number").pipe(TargetTerms.shape.objective),
  threshold: z.coerce.number("is no number").nullable().default(null),
  decision: z
    .string()
    .transform(parseDecisionAddress)
    .refine((decision) => decision !== null, "is not a decision's address, such as docs/adr/0001-caching.md#d1")
    .nullable()
    .default(null),
});

/** Other terms of an address, such as Next's own, say nothing of a target. @throws DomainError `bad-input` */
function proposedIn(terms: URLSearchParams) {
  const said = [...terms].filter(([name]) => name in Proposed.shape);
  if (said.length === 0) return null;
  const { decision, ...target } = parsed(Proposed, Object.fromEntries(said));
  return { decision, target };
}

/** The SLO as an OpenSLO v1 document, to be put into a folder of SLO_DIR; with another target where the address says one. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const { id } = await params;
    const reader = await currentReader();
    const found = openSloOf(reader, new Date(), id, proposedIn(new URL(request.url).searchParams));
    if (found === null) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
    return new Response(found.document, {
      headers: {
        "content-type": "application/yaml; charset=utf-8",
        // Its id is a name of letters, digits and hyphens.
        "content-disposition": `attachment; filename="${id}.yaml"`,
        "cache-control": "no-store",
        etag: found.etag,
      },
    });
  } catch (error) {
    return problemOf(error);
  }
}
