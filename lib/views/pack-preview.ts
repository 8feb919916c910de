import "server-only";
import type * as z from "zod";
import type { Reader } from "@/lib/auth/actor";
import { mustEditSomething } from "@/lib/auth/editor";
import { engineChoices, noEngine } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import { EngineError } from "@/lib/gateways/prometheus";
import { trialEngine } from "@/lib/gateways/trial";
import { type PackChoice, packById, readPackSlo } from "@/lib/interop/pack-draft";
import { engineOf } from "@/lib/slo/sli";
import { type Preview, previewOf } from "./preview";

/** The last six hours of a ready-made SLO, or why they are not known. */
export type PackPreview = { now: string; preview: Preview | null; problem: string | null };

/**
 * Asks the engine for a handful of bounded ranges; nothing is kept.
 * @throws DomainError `not-signed-in`, `not-allowed`, `not-found`, `bad-input`
 */
export async function packPreview(
  reader: Reader,
  id: string,
  choice: z.infer<typeof PackChoice>,
  now: Date,
): Promise<PackPreview> {
  mustEditSomething(reader);
  const pack = packById(id);
  if (!pack) throw new DomainError("not-found", `There is no ready-made SLO ${id}.`, "GET /api/v1/packs names them.");
  const { objective } = pack;
  const slo = { pack: id, id: "previewed", name: id, service: "previewed", objective, ...choice };
  const read = readPackSlo(slo, null, engineChoices());
  if ("issues" in read)
    throw new DomainError(
      "bad-input",
      read.issues.map(({ field, message }) => `${field}: ${message}`).join("; "),
      null,
      {
        details: { issues: read.issues },
      },
    );
  const { sli, target } = read.definition;
  const engine = trialEngine(engineOf(sli));
  const answer = (preview: Preview | null, problem: string | null): PackPreview => ({
    now: now.toISOString(),
    preview,
    problem,
  });
  if (!engine) return answer(null, noEngine(engineOf(sli)));
  try {
    return answer(await previewOf(engine, sli, target.threshold, now), null);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return answer(null, error.message);
  }
}
